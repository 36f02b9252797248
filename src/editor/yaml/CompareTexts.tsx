import { later } from "../../ui/later.tsx"
import { LoadingText } from "./LoadingText.tsx"

export const CompareTexts = later(() => import("./TwoTexts.tsx"), LoadingText)
