import { Lexer, type Token, type Tokens } from "marked"
import { Fragment, type ReactNode, useMemo, useState } from "react"
import { t } from "../language/t.ts"
import { isPictureAddress } from "../lib/pictureAddress.ts"
import { showText } from "../lib/showText.ts"

/*
 * Markdown as React elements: the text is cut into tokens, and each becomes an element or text. Nothing is ever read
 * as HTML, so a text from anywhere can show itself and do nothing: HTML stays text, links say where they lead, and
 * pictures from elsewhere are named and not fetched.
 */

/** A text as Markdown. Loaded where it is needed, for reading it takes a library. */
export default function Markdown({ text }: { readonly text: string }) {
  const tokens = useMemo(() => new Lexer({ gfm: true }).lex(text), [text])
  return (
    <div className="flex flex-col gap-2 leading-relaxed break-words">
      <Blocks tokens={tokens} />
    </div>
  )
}

function Blocks({ tokens }: { readonly tokens: readonly Token[] }): ReactNode {
  return keyed(tokens, token => <Block token={token} />)
}

function Block({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null
    case "heading":
      return (
        <p className={token.depth <= 2 ? "text-base font-semibold" : "font-semibold"}>
          <Inline tokens={token.tokens ?? []} />
        </p>
      )
    case "paragraph":
      return (
        <p>
          <Inline tokens={token.tokens ?? []} />
        </p>
      )
    case "code":
      return (
        <pre className="overflow-auto rounded-md bg-panel p-2 font-mono text-xs">{showText(token.text)}</pre>
      )
    case "blockquote":
      return (
        <blockquote className="border-l-2 border-line-strong pl-3 text-muted">
          <Blocks tokens={token.tokens ?? []} />
        </blockquote>
      )
    case "list":
      return <List token={token as Tokens.List} />
    case "table":
      return <Table token={token as Tokens.Table} />
    case "hr":
      return <hr className="border-line" />
    case "text":
      return "tokens" in token && token.tokens ? <Inline tokens={token.tokens} /> : showText(token.raw)
    default:
      return <span className="font-mono text-xs text-muted">{showText(token.raw)}</span>
  }
}

function List({ token }: { readonly token: Tokens.List }) {
  const items = keyed(token.items, item => (
    <li>
      {item.task && <span aria-hidden>{item.checked ? "☑ " : "☐ "}</span>}
      <Blocks tokens={item.tokens} />
    </li>
  ))
  return token.ordered ? (
    <ol start={Number(token.start) || 1} className="list-decimal pl-5">
      {items}
    </ol>
  ) : (
    <ul className="list-disc pl-5">{items}</ul>
  )
}

function Table({ token }: { readonly token: Tokens.Table }) {
  const cell = "border border-line px-2 py-1 text-left"
  return (
    <div className="overflow-x-auto">
      <table className="border-collapse text-xs">
        <thead>
          <tr>
            {keyed(token.header, each => (
              <th className={cell}>
                <Inline tokens={each.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(token.rows, row => (
            <tr>
              {keyed(row, each => (
                <td className={cell}>
                  <Inline tokens={each.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Inline({ tokens }: { readonly tokens: readonly Token[] }): ReactNode {
  return keyed(tokens, token => <Word token={token} />)
}

function Word({ token }: { readonly token: Token }): ReactNode {
  const inner = <Inline tokens={("tokens" in token ? token.tokens : undefined) ?? []} />
  switch (token.type) {
    case "strong":
      return <strong className="font-semibold">{inner}</strong>
    case "em":
      return <em>{inner}</em>
    case "del":
      return <del>{inner}</del>
    case "codespan":
      return <code className="rounded bg-panel px-1 font-mono text-xs">{showText(token.text)}</code>
    case "br":
      return <br />
    case "link":
      return <Link href={token.href}>{inner}</Link>
    case "image":
      return <Picture address={token.href} says={token.text} />
    case "escape":
    case "text":
      return "tokens" in token && token.tokens?.length ? inner : showText(token.text)
    default:
      return showText(token.raw)
  }
}

/** A picture that stands in the text itself is shown; one from elsewhere is named, with where it is, and not fetched. */
function Picture({ address, says }: { readonly address: string; readonly says: string }) {
  const [isBroken, setBroken] = useState(false)
  if (isPictureAddress(address) && !isBroken) {
    return (
      <img
        src={address}
        alt={showText(says)}
        onError={() => setBroken(true)}
        className="my-1 max-h-72 max-w-full rounded-lg border border-line object-contain"
      />
    )
  }
  const where = showText(address.length > longestAddress ? `${address.slice(0, longestAddress)}…` : address)
  return (
    <span className="text-muted" title={where}>
      {says === "" ? t`[picture: ${where}]` : t`[picture: ${showText(says)}, ${where}]`}
    </span>
  )
}

/** So much of an address is said: one that holds a file has no end. */
const longestAddress = 120

/** Only addresses of the web can be followed; any other is shown as what it is. */
function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!/^https?:\/\//i.test(href)) return <span title={href}>{children}</span>
  return (
    <a
      href={href}
      title={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      className="text-accent underline"
    >
      {children}
    </a>
  )
}

function keyed<T>(items: readonly T[], make: (item: T) => ReactNode): ReactNode[] {
  // A token has no name of its own, and the list never changes but as a whole.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above.
  return items.map((item, index) => <Fragment key={index}>{make(item)}</Fragment>)
}
