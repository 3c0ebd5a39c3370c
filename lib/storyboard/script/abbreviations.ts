/** Words that end with a full stop and are followed by more of the same sentence, in small letters and without the stop. */
const always: Record<string, string> = {
  en: 'mr mrs ms mx dr prof rev fr hon st mt gen col maj capt lt sgt cpl cmdr adm gov sen rep pres supt det insp messrs mme mlle no nos vol fig figs pp ed eds vs viz cf eg e.g i.e ie jan feb mar apr aug sept sep oct nov dec approx ca int ext ave blvd',
  de: 'hr fr dr prof st nr bzw ca vgl evtl ggf z b z.b d h d.h u a u.a o ä o.ä abs art bd jh s str tel allg inkl zzgl bes sog geb gest dipl ing',
  fr: 'm mm mme mmes mlle mlles dr pr st ste p ex p.ex cf av env c.-à-d vol n art chap',
  es: 'sr sra srta sres dr dra d dª ud uds vd vds prof p ej p.ej cap pág núm gral cnel av avda',
  it: 'sig sigg sig.ra dott dott.ssa prof prof.ssa avv ing on geom pag cap es s ss',
  pt: 'sr sra srs dr dra prof profa d exmo p ex p.ex pág cap av',
  nl: 'dhr mevr mw dr prof drs ir ing mr st nr blz bijv d.w.z t.a.v m.b.t o.a ca',
}
/** These may end a sentence as well, so they hold it together only before a small letter or a digit. */
const perhaps = 'etc al jr sr inc ltd co corp a.m p.m am pm u.s u.k usw uvm ecc jun sen'

export function abbreviationsOf(language: string): { always: ReadonlySet<string>; perhaps: ReadonlySet<string> } {
  const own = always[language.split('-')[0] ?? ''] ?? ''
  return { always: new Set(`${always.en} ${own}`.split(' ')), perhaps: perhapsWords }
}

const perhapsWords: ReadonlySet<string> = new Set(perhaps.split(' '))
