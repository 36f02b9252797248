import type { AnyNode, Pattern } from "acorn"
import { childNodes } from "./expression.ts"

/*
 * Walks a syntax tree and calls on every name that the expression does not declare itself. Parameters,
 * destructuring, `let`, `const`, `class` and functions hide a name in their block, `var` in its function: in
 * `items.map(item => item.x)` the `item` is not the run's.
 */

interface Scope {
  readonly names: ReadonlySet<string>
  readonly outer: Scope | undefined
}

/** A name that an expression uses without declaring it, with the nodes around it, the nearest last. */
export interface FreeName {
  readonly name: string
  readonly node: AnyNode
  readonly around: readonly AnyNode[]
}

/** Calls on each free name of the tree, in the order of the text. `around` is only good during the call. */
export function visitFreeNames(tree: AnyNode, visit: (free: FreeName) => void): void {
  const around: AnyNode[] = []

  function walk(node: AnyNode, scope: Scope | undefined): void {
    if (node.type === "Identifier") {
      if (!isDeclared(node.name, scope)) visit({ name: node.name, node, around })
      return
    }
    const declared = namesDeclaredBy(node)
    const inner = declared.size > 0 ? { names: declared, outer: scope } : scope
    around.push(node)
    for (const child of nameBearing(node)) walk(child, inner)
    around.pop()
  }

  walk(tree, undefined)
}

function isDeclared(name: string, scope: Scope | undefined): boolean {
  for (let here = scope; here; here = here.outer) if (here.names.has(name)) return true
  return false
}

/** The nodes inside that may hold names of variables: not the names of properties and labels. */
function nameBearing(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? [node.object, node.property] : [node.object]
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition": {
      const value = node.value ? [node.value] : []
      return node.computed ? [node.key, ...value] : value
    }
    case "LabeledStatement":
      return [node.body]
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return []
    default:
      return childNodes(node).sort((a, b) => a.start - b.start)
  }
}

/** The names that are hidden inside the node because it declares them. */
function namesDeclaredBy(node: AnyNode): ReadonlySet<string> {
  const names = new Set<string>()
  switch (node.type) {
    case "FunctionExpression":
    case "FunctionDeclaration":
    case "ArrowFunctionExpression":
      if (node.type !== "ArrowFunctionExpression") {
        names.add("arguments")
        if (node.id) names.add(node.id.name)
      }
      for (const parameter of node.params) addPattern(parameter, names)
      addVars(node.body, names)
      break
    case "BlockStatement":
    case "StaticBlock":
      for (const statement of node.body) addLexical(statement, names)
      if (node.type === "StaticBlock") for (const statement of node.body) addVars(statement, names)
      break
    case "SwitchStatement":
      for (const { consequent } of node.cases)
        for (const statement of consequent) addLexical(statement, names)
      break
    case "ForStatement":
      if (node.init) addLexical(node.init, names)
      break
    case "ForInStatement":
    case "ForOfStatement":
      addLexical(node.left, names)
      break
    case "CatchClause":
      if (node.param) addPattern(node.param, names)
      break
    case "ClassExpression":
    case "ClassDeclaration":
      if (node.id) names.add(node.id.name)
      break
  }
  return names
}

function addLexical(node: AnyNode, names: Set<string>): void {
  if (node.type === "VariableDeclaration" && node.kind !== "var") {
    for (const { id } of node.declarations) addPattern(id, names)
  } else if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) {
    names.add(node.id.name)
  }
}

/** `var` belongs to the whole function, from whatever block of it. */
function addVars(node: AnyNode, names: Set<string>): void {
  if (/Function|Class/.test(node.type)) return
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { id } of node.declarations) addPattern(id, names)
  }
  for (const child of childNodes(node)) addVars(child, names)
}

function addPattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern.name)
      break
    case "ObjectPattern":
      for (const property of pattern.properties) {
        addPattern(property.type === "RestElement" ? property.argument : property.value, names)
      }
      break
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) addPattern(element, names)
      break
    case "AssignmentPattern":
      addPattern(pattern.left, names)
      break
    case "RestElement":
      addPattern(pattern.argument, names)
      break
  }
}
