import { nodeTable, toObjectInfoJson } from './node-table.ts'
import { type NodeInfo, type ObjectInfo, parseObjectInfo } from './object-info.ts'

/** Our own table as a server would announce it, without any model: for what must be known before a server is asked. */
const knownNodes: ObjectInfo = parseObjectInfo(toObjectInfoJson(nodeTable, {}))

/** What the server says of a class, or what we know of it. */
export function describeNode(classType: string, info?: ObjectInfo): NodeInfo | undefined {
  return info?.get(classType) ?? knownNodes.get(classType)
}
