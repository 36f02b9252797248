import { ArrowDown, ArrowUp, Replace } from "lucide-react"
import { t } from "../language/t.ts"
import type { Command, CommandContext } from "./command.ts"

const hasSearch = ({ desk }: CommandContext) => desk.getState().search !== null

/** Goes on from what was found last, without its window; finding is loaded with that. */
async function goOn({ editor, desk }: CommandContext, by: 1 | -1) {
  const { showNext } = await import("./showFound.ts")
  showNext(editor, desk, by)
}

/** Finding in all fields, and going from one place to the next. */
export const findCommands: readonly Command[] = [
  {
    id: "find_replace",
    name: t`Find and replace in all fields`,
    icon: Replace,
    keys: ["Mod+F"],
    run: ({ desk }) => desk.setState({ dialog: { type: "find" } }),
  },
  {
    id: "find_next",
    name: t`Go to the next place found`,
    icon: ArrowDown,
    keys: ["F3"],
    when: hasSearch,
    run: context => void goOn(context, 1),
  },
  {
    id: "find_previous",
    name: t`Go to the place found before`,
    icon: ArrowUp,
    keys: ["Shift+F3"],
    when: hasSearch,
    run: context => void goOn(context, -1),
  },
]
