import { createContext } from "react"

/** The side that the page's theme shows now, for what is not drawn with our tokens. */
export const ThemeSideContext = createContext<"light" | "dark">("light")
