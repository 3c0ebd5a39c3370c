import { isAppError } from '#lib/runtime/errors.ts'
import { bindWorkflow } from './bind.ts'
import { takesUpload } from './file-inputs.ts'
import { defaultOf } from './fit-to-server.ts'
import { type Graph, type GraphValue, isLink } from './graph.ts'
import type { Extra } from './manifest.ts'
import { baseName, isFileName, modelFolderOf } from './model-files.ts'
import { type ModelNames, nodeTable } from './node-table.ts'
import { type InputInfo, inputsFor, type ObjectInfo } from './object-info.ts'
import { sampleExtras, sampleRequest } from './sample.ts'
import type { Template } from './template.ts'

/** Something a server has not, and what it takes to have it. */
export type Lack = {
  kind: 'node_type' | 'model' | 'value' | 'input'
  message: string
  suggestion: string
  node?: string | undefined
  classType?: string | undefined
  input?: string | undefined
  value?: string | undefined
  folder?: string | undefined
  /** What there is instead. */
  available?: readonly string[] | undefined
}

type ServerView = {
  info: ObjectInfo
  /** The server's files by folder, where they were asked for: some nodes name theirs only while they run. */
  models?: ModelNames | undefined
}

/** What a server lacks to run a workflow at all, without extras. */
export function findLacksOfTemplate(template: Template, { info, models }: ServerView): Lack[] {
  const { graph } = bindWorkflow(template, sampleRequest(template), info)
  const { title, models: needed } = template.manifest
  return [...findLacks(graph, info), ...findMissingFiles({ title, needed, models: models ?? {} })]
}

export type Preflight = {
  template: Template
  lacks: Lack[]
  /** What is only lacking for something it may be given, as a reference or a control picture: it runs without. */
  onlyFor: { extra: Extra; lacks: Lack[] }[]
}

/** Each workflow with what the server lacks for it: what a person reads before choosing one, or before buying a disk. */
export function preflight(templates: readonly Template[], server: ServerView): Preflight[] {
  return templates.map((template) => {
    const lacks = lacksOrReason(template, server)
    return { template, lacks, onlyFor: findLacksOfExtras(template, server, lacks) }
  })
}

function findLacksOfExtras(
  template: Template,
  { info, models }: ServerView,
  known: readonly Lack[],
): Preflight['onlyFor'] {
  const what = ({ kind, value, classType }: Lack) => [kind, value ?? classType].join(' ')
  const found = new Map<Extra, Map<string, Lack>>()
  for (const { extra, request } of sampleExtras(template)) {
    // The files of LoRAs are the asker's.
    if (extra === 'loras') continue
    const files = extra === 'references' ? template.manifest.accepts.references?.models : undefined
    const lacks = [
      ...lacksOf(() => findLacks(bindWorkflow(template, { ...sampleRequest(template), ...request }, info).graph, info)),
      ...findMissingFiles({ title: template.manifest.title, needed: files ?? {}, models: models ?? {} }),
    ]
    const news = lacks.filter((lack) => !known.some((one) => what(one) === what(lack)))
    for (const lack of news) found.set(extra, (found.get(extra) ?? new Map()).set(what(lack), lack))
  }
  return [...found].map(([extra, lacks]) => ({ extra, lacks: [...lacks.values()] }))
}

function lacksOrReason(template: Template, server: ServerView): Lack[] {
  return lacksOf(() => findLacksOfTemplate(template, server))
}

function lacksOf(find: () => Lack[]): Lack[] {
  try {
    return find()
  } catch (error) {
    if (!isAppError(error)) throw error
    return [{ kind: 'value', message: error.message, suggestion: error.suggestion ?? '' }]
  }
}

/** What a server lacks to run a bound graph. Empty means that it would be accepted as far as models, nodes and values go. */
export function findLacks(graph: Graph, info: ObjectInfo): Lack[] {
  return Object.entries(graph).flatMap(([node, { class_type: classType, inputs }]): Lack[] => {
    const nodeInfo = info.get(classType)
    if (!nodeInfo) return [missingType(node, classType)]
    const { required, optional } = inputsFor(nodeInfo, inputs)
    const forgotten = required.filter((input) => inputs[input.name] === undefined && defaultOf(input) === undefined)
    return [
      ...forgotten.map(({ name }) => missingInput({ node, classType, input: name })),
      ...[...required, ...optional].flatMap((input) =>
        checkValue({ node, classType, input, value: inputs[input.name] }),
      ),
    ]
  })
}

function missingType(node: string, classType: string): Lack {
  const known = Object.hasOwn(nodeTable, classType) ? nodeTable[classType] : undefined
  const pack = known?.pythonModule.match(/^custom_nodes\.(.+)$/)?.[1]
  return {
    kind: 'node_type',
    node,
    classType,
    message: `The server has no node type ${classType}, which node ${node} needs.`,
    suggestion: pack
      ? `Install the node pack ${pack} on the server, for instance with ComfyUI Manager, and restart it.`
      : known
        ? 'It comes with ComfyUI itself: update ComfyUI on the server.'
        : 'Install the node pack that brings it on the server and restart it.',
  }
}

function missingInput({ node, classType, input }: { node: string; classType: string; input: string }): Lack {
  return {
    kind: 'input',
    node,
    classType,
    input,
    message: `Node ${node} (${classType}) has no ${input}, and the server knows no value to use instead.`,
    suggestion: 'Give it in the workflow.',
  }
}

type ValueCheck = { node: string; classType: string; input: InputInfo; value: GraphValue | undefined }

function checkValue({ node, classType, input, value }: ValueCheck): Lack[] {
  if (value === undefined || isLink(value)) return []
  const about = { node, classType, input: input.name, value: String(value) }
  const folder = modelFolderOf(classType, input.name)
  // A picture, clip or sound is uploaded with the job.
  if (takesUpload(classType, input.name)) return []
  const isOther = input.type === 'COMBO' && input.options && !input.options.some((option) => option === value)
  if (isOther)
    return [isFileName(value) ? missingModel({ ...about, folder, input }) : unknownValue({ ...about, input })]
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  if (!isNumber || (value >= (input.min ?? value) && value <= (input.max ?? value))) return []
  return [
    {
      kind: 'value',
      ...about,
      message: `${input.name} of node ${node} (${classType}) is ${value}, and the server takes ${input.min} to ${input.max}.`,
      suggestion: 'Ask for a value in that range.',
    },
  ]
}

type About = { node: string; classType: string; value: string; input: InputInfo }

function missingModel({ folder, ...about }: About & { folder: string | undefined }): Lack {
  const place = folder ? `models/${folder}` : 'its model folder'
  return {
    kind: 'model',
    ...about,
    input: about.input.name,
    folder,
    message: `The server has no ${about.value}, which node ${about.node} (${about.classType}) loads.`,
    suggestion: `Put the file into ${place} of ComfyUI on the server, or choose another.`,
    available: (about.input.options ?? []).map(String),
  }
}

function unknownValue({ input, ...about }: About): Lack {
  return {
    kind: 'value',
    ...about,
    input: input.name,
    message: `The server knows no ${input.name} called ${about.value} at node ${about.node} (${about.classType}).`,
    suggestion: 'Choose one that it has, or update ComfyUI on the server.',
    available: (input.options ?? []).map(String),
  }
}

type FileCheck = { title: string; needed: Readonly<Record<string, readonly string[]>>; models: ModelNames }

/** Files that the manifest lists and no node of the graph names. */
function findMissingFiles({ title, needed, models }: FileCheck): Lack[] {
  const folders = new Map<string, readonly string[] | undefined>(Object.entries(models))
  return Object.entries(needed).flatMap(([folder, files]) => {
    const there = folders.get(folder)
    if (!there) return []
    const names = there.map(baseName)
    return files
      .filter((file) => !names.includes(file))
      .map(
        (file): Lack => ({
          kind: 'model',
          value: file,
          folder,
          message: `The server has no ${file}, which ${title} needs.`,
          suggestion: `Put the file into models/${folder} of ComfyUI on the server.`,
          available: there,
        }),
      )
  })
}
