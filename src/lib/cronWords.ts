import { inLanguage } from "../language/formats.ts"
import { t } from "../language/t.ts"

/*
 * A cron rule in words. A rule of a form that reads badly in words has none: its next times say what it means.
 *
 *     0 9 * * 1-5      At 09:00, on Monday to Friday
 *     0 8-10 * * *     At 08:00 to 10:00
 */

const macros: { readonly [name: string]: string } = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
}
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
const sayDay = inLanguage(locale => new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }))
const sayMonth = inLanguage(locale => new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }))

/** What a rule means, as people say it; null for one that words would not make clearer. */
export function sayCron(text: string): string | null {
  const rule = text.trim().toLowerCase()
  const [minute, hour, day, month, weekday, ...rest] = (macros[rule] ?? rule).split(/\s+/)
  if (minute === undefined || hour === undefined || day === undefined) return null
  if (month === undefined || weekday === undefined || rest.length > 0) return null
  const time = sayTime(minute, hour)
  const onDays = sayList(day, number => `${number}`)
  const onWeekdays = sayList(named(weekday, days, 0), number =>
    sayDay().format(Date.UTC(2023, 0, 1 + number)),
  )
  const inMonths = sayList(named(month, months, 1), number =>
    number < 1 || number > 12 ? null : sayMonth().format(Date.UTC(2023, number - 1)),
  )
  if (time === null || onDays === null || onWeekdays === null || inMonths === null) return null
  const when = [onDays && t`day ${onDays} of the month`, onWeekdays].filter(Boolean)
  return [time, when.length > 0 && t`on ${when.join(t` or `)}`, inMonths && t`in ${inMonths}`]
    .filter(Boolean)
    .join(", ")
}

function sayTime(minute: string, hour: string): string | null {
  const step = stepOf(minute)
  if (step !== null) {
    const every = step === 1 ? t`Every minute` : t`Every ${step} minutes`
    if (hour === "*") return every
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(hour) ?? []
    return from === undefined ? null : t`${every} from ${clock(from, "0")} to ${clock(to ?? from, "59")}`
  }
  if (!/^\d+$/.test(minute)) return null
  const hours = stepOf(hour)
  if (hours !== null) {
    const every = hours === 1 ? t`Every hour` : t`Every ${hours} hours`
    return minute === "0" ? every : t`${every}, ${minute} minutes past`
  }
  const times = sayList(hour, number => clock(String(number), minute))
  return times && t`At ${times}`
}

/** How wide the steps of a field are that is a star, with or without a step; null for anything else. */
function stepOf(field: string): number | null {
  const [, step] = /^\*(?:\/(\d+))?$/.exec(field) ?? [null, null]
  return field === "*" ? 1 : step ? Number(step) : null
}

/** The numbers of a field in words, empty for all of them; null where the field says more than numbers and ranges. */
function sayList(field: string, say: (number: number) => string | null): string | null {
  if (field === "*") return ""
  const parts = field.split(",").map(part => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (from === undefined) return null
    const [first, last] = [say(Number(from)), to === undefined ? null : say(Number(to))]
    return first === null || (to !== undefined && last === null)
      ? null
      : to
        ? t`${first} to ${last ?? ""}`
        : first
  })
  if (parts.some(part => part === null)) return null
  const last = parts.at(-1) ?? ""
  return parts.length === 1 ? last : t`${parts.slice(0, -1).join(", ")} and ${last}`
}

/** The field with names such as `mon` as numbers. */
function named(field: string, names: readonly string[], first: number): string {
  return field.replace(/[a-z]{3}/g, name => {
    const index = names.indexOf(name)
    return index < 0 ? name : String(index + first)
  })
}

function clock(hour: string, minute: string): string {
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`
}
