import NewsNotice from "../news/NewsNotice.tsx"
import NoticesShown from "./NoticesShown.tsx"

/** What people are told on whatever page they are: by runs, and of updates. */
export default function Notices() {
  return (
    <>
      <NoticesShown />
      <NewsNotice />
    </>
  )
}
