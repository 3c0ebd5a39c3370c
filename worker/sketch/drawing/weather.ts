import type { Chance } from './chance.ts'
import type { Frame } from './frame.ts'

export function drawWeather(frame: Frame, chance: Chance): string {
  const { width, reading, palette } = frame
  const at = () => [Math.round(chance.between(-40, width)), Math.round(chance.between(-40, 1000))] as const
  switch (reading.weather) {
    case 'rain': {
      const drops = Array.from({ length: Math.round(width / 6) }, () => {
        const [x, y] = at()
        const length = chance.between(22, 58)
        return `M${x} ${y}l${(length * 0.22).toFixed(1)} ${length.toFixed(1)}`
      })
      return `<path d="${drops.join('')}" stroke="#e4edf6" stroke-width="1.6" stroke-linecap="round" opacity=".42"/>`
    }
    case 'snow': {
      const flakes = Array.from({ length: Math.round(width / 7) }, () => {
        const [x, y] = at()
        return `<circle cx="${x}" cy="${y}" r="${chance.between(1.2, 5).toFixed(1)}" opacity="${chance.between(0.3, 0.95).toFixed(2)}"/>`
      })
      return `<g fill="#ffffff">${flakes.join('')}</g>`
    }
    case 'fog': {
      const banks = Array.from({ length: 9 }, () => {
        const [x] = at()
        const y = chance.between(420, 960)
        return `<ellipse cx="${x}" cy="${y.toFixed(0)}" rx="${chance.between(300, 720).toFixed(0)}" ry="${chance.between(30, 90).toFixed(0)}"/>`
      })
      return `<defs><radialGradient id="fog"><stop offset="0" stop-color="${palette.haze}" stop-opacity=".66"/><stop offset="1" stop-color="${palette.haze}" stop-opacity="0"/></radialGradient></defs><g fill="url(#fog)">${banks.join('')}</g>`
    }
    default:
      return ''
  }
}
