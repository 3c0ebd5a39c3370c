import { isLink, type Link } from './graph.ts'
import { connect, loadPicture } from './inject-references.ts'
import type { ControlKind, WorkflowManifest } from './manifest.ts'
import type { ControlRequest } from './request.ts'
import { addNode, findDrivers, findVae, linksIntoDrivers, rewire, type Wiring } from './wiring.ts'

type ControlRules = NonNullable<WorkflowManifest['accepts']['control']>
type Injection = { control: readonly ControlRequest[]; rules: ControlRules }

/** Lets pictures of poses, depths or outlines lead the drawing. False when the graph has no place for them. */
export function injectControl(wiring: Wiring, { control, rules }: Injection): boolean {
  return control.every((one) =>
    rules.how === 'model_patch' ? patchModel(wiring, { one, rules }) : applyControlNet(wiring, { one, rules }),
  )
}

type One = { one: ControlRequest; rules: ControlRules }

function applyControlNet(wiring: Wiring, { one, rules }: One): boolean {
  const vae = findVae(wiring)
  const model = rules.kinds[one.kind]
  const ends = findDrivers(wiring).flatMap(
    ([
      id,
      {
        inputs: { positive, negative },
      },
    ]) => (isLink(positive) && isLink(negative) ? [{ id, positive, negative }] : []),
  )
  if (!model || ends.length === 0) return false
  const image = readControl(wiring, one)
  const net = loadControlNet(wiring, model)
  for (const { id, positive, negative } of ends) {
    const applied = addNode(wiring, {
      classType: 'ControlNetApplyAdvanced',
      title: `Apply the ${one.kind}`,
      inputs: {
        positive,
        negative,
        control_net: net,
        image,
        strength: one.strength ?? 1,
        start_percent: 0,
        end_percent: 1,
        ...(vae && { vae }),
      },
    })
    connect(wiring, { nodes: [id], input: 'positive', to: [applied, 0] })
    connect(wiring, { nodes: [id], input: 'negative', to: [applied, 1] })
  }
  return true
}

function loadControlNet(wiring: Wiring, { model, type }: { model: string; type?: string | undefined }): Link {
  const title = `ControlNet ${model}`
  const loader = addNode(wiring, { classType: 'ControlNetLoader', title, inputs: { control_net_name: model } })
  if (!type) return [loader, 0]
  const inputs = { control_net: [loader, 0] as const, type }
  return [addNode(wiring, { classType: 'SetUnionControlNetType', title: 'Kind of control', inputs }), 0]
}

function patchModel(wiring: Wiring, { one, rules }: One): boolean {
  const vae = findVae(wiring)
  const model = rules.kinds[one.kind]
  const ends = linksIntoDrivers(wiring, ['model'])
  if (!vae || !model || ends.length === 0) return false
  const image = readControl(wiring, one)
  const title = `Control ${model.model}`
  const patch = addNode(wiring, { classType: 'ModelPatchLoader', title, inputs: { name: model.model } })
  for (const { nodes, input, link } of ends) {
    const id = addNode(wiring, {
      classType: 'QwenImageDiffsynthControlnet',
      title: `Apply the ${one.kind}`,
      inputs: { model: link, model_patch: [patch, 0], vae, image, strength: one.strength ?? 1 },
    })
    connect(wiring, { nodes, input, to: [id, 0] })
  }
  return true
}

/** Of the three, only outlines are found by nodes that every server has; poses and depths come ready. */
function readControl(wiring: Wiring, { image, kind, isReady }: ControlRequest): Link {
  const loaded: Link = [loadPicture(wiring, image), 0]
  if (!needsOutlines(kind, isReady)) return loaded
  const inputs = { image: loaded, low_threshold: 0.4, high_threshold: 0.8 }
  return [addNode(wiring, { classType: 'Canny', title: 'Find the edges', inputs }), 0]
}

function needsOutlines(kind: ControlKind, isReady: boolean | undefined): boolean {
  return kind === 'canny' && !isReady
}

/** Lets a picture that is outlines already pass a template's own search for them. */
export function passOutlines(wiring: Wiring): void {
  for (const [id, { class_type, inputs }] of Object.entries(wiring.graph)) {
    if (class_type === 'Canny' && isLink(inputs.image)) rewire(wiring, [id, 0], { to: inputs.image, except: [] })
  }
}
