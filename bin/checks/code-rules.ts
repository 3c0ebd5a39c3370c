import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { isPureFile } from './pure-files.ts'

export type CodeProblem = { file: string; line: number; message: string }

/** The rules of the house that no linter has: pure files stay pure, and every cast says why it is safe. */
export function findCodeProblems(baseDir: string): CodeProblem[] {
  const files = globSync('{app,bin,e2e,lib,worker}/**/*.{ts,tsx}', { cwd: baseDir })
  return files.flatMap((file) => checkCode(file, readFileSync(path.join(baseDir, file), 'utf8')))
}

export function checkCode(file: string, text: string): CodeProblem[] {
  const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
  const lines = text.split('\n')
  // Once for a file: the patterns take longer than all else, and it has thousands of nodes.
  const isPure = isPureFile(file)
  const problems: CodeProblem[] = []
  const report = (node: ts.Node, message: string) => problems.push({ file, line: lineOf(source, node), message })

  const visit = (node: ts.Node) => {
    const impurity = isPure ? findImpurity(node) : undefined
    if (impurity) report(node, `${impurity} does not belong in a pure file: take it as an argument.`)
    if (isCast(node) && !hasReason(lines, [lineOf(source, node), lineOf(source, statementOf(node))])) {
      report(
        node,
        '`as` switches the type check off: say beside it, in a comment, why that is safe, or find a way without.',
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return problems
}

/** What looks at the world: the clock, chance, the machine, the network. */
const worldlyNames = new Set([
  ...['crypto', 'performance', 'process', 'fetch', 'WebSocket', 'console', 'globalThis', 'window', 'document'],
  ...['localStorage', 'sessionStorage', 'navigator', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
])

function findImpurity(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()'
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()'
  if (!ts.isIdentifier(node)) return undefined
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const name = parent.getText()
    if (name === 'Date.now' || name === 'Math.random') return name
  }
  if (!worldlyNames.has(node.text)) return undefined
  // Only the global itself: a property, a parameter or a type may carry the same name.
  const isUse = ts.isExpression(parent) || ts.isVariableDeclaration(parent) || ts.isExpressionStatement(parent)
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node
  const isName = ts.isVariableDeclaration(parent) && parent.name === node
  const isParameter = ts.isArrowFunction(parent) && parent.body !== node
  return isUse && !isMember && !isName && !isParameter ? node.text : undefined
}

function isCast(node: ts.Node): boolean {
  if (ts.isTypeAssertionExpression(node)) return true
  return ts.isAsExpression(node) && node.type.getText() !== 'const'
}

function statementOf(node: ts.Node): ts.Node {
  return ts.findAncestor(node, (at) => ts.isStatement(at) && !ts.isBlock(at)) ?? node
}

/** A comment on one of the lines, or on the two above it: one reason may stand over two lines that share it. */
function hasReason(lines: string[], numbers: number[]): boolean {
  const near = numbers.flatMap((line) => lines.slice(Math.max(0, line - 3), line))
  return near.some((text) => /\/\/|\/\*|^\s*\*/.test(text))
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart()).line + 1
}
