/* The weather, from Open-Meteo: it needs no key, and nothing is sent but the name and the place that are asked for. */

const found = "https://geocoding-api.open-meteo.com"
const api = "https://api.open-meteo.com"

export default {
  plugin: 1,
  name: "weather",
  version: "1.0.0",
  title: "Weather",
  summary: "Asks what the weather will be, and starts runs before it rains",
  author: "Rivulet",
  licence: "MIT",
  docs: "Forecasts of Open-Meteo, for any place that it knows by name. It is asked without a key.",
  actions: {
    forecast: {
      title: "Ask for a forecast",
      summary: "Says what the weather of a place will be on the coming days",
      icon: "globe",
      group: "connect",
      effect: "read",
      uses: { http: [found, api] },
      card: "{{ place }}",
      input: {
        type: "object",
        properties: {
          place: { type: "string", minLength: 2, maxLength: 100, description: "A town" },
          days: { type: "integer", minimum: 1, maximum: 14, default: 3, description: "How many days" },
        },
        required: ["place"],
      },
      hints: { place: { placeholder: "Hamburg" } },
      outlets: {
        success: {
          type: "object",
          properties: {
            place: { type: "string" },
            days: {
              type: "array",
              items: {
                type: "object",
                properties: {
                  date: { type: "string" },
                  low: { type: "number" },
                  high: { type: "number" },
                  rain: { type: "number", description: "The chance of rain in percent" },
                  say: { type: "string" },
                },
                required: ["date", "low", "high", "rain", "say"],
              },
            },
          },
          required: ["place", "days"],
        },
        unknown: { type: "object", properties: { place: { type: "string" } }, required: ["place"] },
      },
      docs: `- **success**: the place as it was found, and its days, today first, in degrees Celsius.
- **unknown**: there is no place of this name.`,
      examples: [
        {
          title: "One day in Hamburg",
          with: { place: "Hamburg", days: 1 },
          answers: {
            http: [
              { status: 200, body: '{"results":[{"name":"Hamburg","country":"Germany","latitude":53.55,"longitude":9.99}]}' },
              {
                status: 200,
                body: '{"daily":{"time":["2026-01-31"],"temperature_2m_min":[-2.1],"temperature_2m_max":[3.4],"precipitation_probability_max":[80],"weather_code":[61]}}',
              },
            ],
          },
          outlets: {
            success: {
              place: "Hamburg, Germany",
              days: [{ date: "2026-01-31", low: -2.1, high: 3.4, rain: 80, say: "rain" }],
            },
          },
        },
        {
          title: "A place that nobody knows",
          with: { place: "Nowhereville" },
          answers: { http: [{ status: 200, body: "{}" }] },
          outlets: { unknown: { place: "Nowhereville" } },
        },
      ],
      async run({ place, days }, { http, leave }) {
        const at = await find(http, place)
        if (at === null) return leave("unknown", { place })
        const { daily } = await ask(
          http,
          `${api}/v1/forecast?${where(at)}&timezone=auto&forecast_days=${days}&daily=temperature_2m_min,temperature_2m_max,precipitation_probability_max,weather_code`,
        )
        return {
          place: [at.name, at.country].filter(Boolean).join(", "),
          days: daily.time.map((date, index) => ({
            date,
            low: daily.temperature_2m_min[index],
            high: daily.temperature_2m_max[index],
            rain: daily.precipitation_probability_max[index] ?? 0,
            say: sayCode(daily.weather_code[index]),
          })),
        }
      },
    },
  },
  triggers: {
    rain: {
      title: "Before it rains",
      summary: "Starts a run when rain is likely within the next hours",
      icon: "bell",
      uses: { http: [found, api] },
      card: "{{ place }}",
      every: "30m",
      input: {
        type: "object",
        properties: {
          place: { type: "string", minLength: 2, maxLength: 100, description: "A town" },
          chance: { type: "integer", minimum: 1, maximum: 100, default: 60, description: "From how many percent on" },
          hours: { type: "integer", minimum: 1, maximum: 24, default: 3, description: "How many hours ahead" },
        },
        required: ["place"],
      },
      output: {
        type: "object",
        properties: {
          place: { type: "string" },
          at: { type: "string", description: "The hour in which it will rain" },
          chance: { type: "number" },
        },
        required: ["place", "at", "chance"],
      },
      docs: "Looks every half an hour. It fires once for each rain: again only after the sky was clear.",
      async poll({ place, chance, hours }, { http, state }) {
        const at = state?.at ?? (await find(http, place))
        if (at === null) throw new Error(`there is no place called ${place}`)
        const { hourly } = await ask(
          http,
          `${api}/v1/forecast?${where(at)}&timezone=auto&forecast_hours=${hours}&hourly=precipitation_probability`,
        )
        const index = hourly.precipitation_probability.findIndex(each => each >= chance)
        if (index < 0) return { state: { at, isRaining: false } }
        const hour = hourly.time[index]
        const rain = { id: hour, place: at.name, at: hour, chance: hourly.precipitation_probability[index] }
        return { state: { at, isRaining: true }, fire: state?.isRaining ? [] : [rain] }
      },
    },
  },
  templates: [
    `rivulet: 1
id: umbrella
name: Umbrella
description: Says in the morning, and before it rains, whether to take an umbrella.
tags: [weather]
inputs:
  place: { type: string, title: Town, default: Hamburg, required: true }
triggers:
  - { id: by_hand, type: manual }
  - { id: mornings, type: schedule, with: { cron: "0 7 * * *" } }
  - { id: before_rain, type: weather.rain, with: { place: Hamburg } }
steps:
  - id: forecast
    name: Ask for the forecast
    kind: weather.forecast
    with: { place: "{{ inputs.place }}", days: 1 }
    next: { success: is_wet, unknown: say_unknown }
  - id: is_wet
    name: Will it rain?
    kind: condition
    with: { if: "{{ incoming.days[0].rain >= 50 }}" }
    next: { "true": umbrella }
  - id: umbrella
    name: Take an umbrella
    kind: notify.show
    with: { title: Take an umbrella, text: "{{ steps.forecast.output.place }}: {{ steps.forecast.output.days[0].say }}" }
  - id: say_unknown
    name: Say that nobody knows it
    kind: log
    with: { message: "There is no place called {{ inputs.place }}" }
output: "{{ steps.forecast.output }}"
`,
  ],
}

async function find(http, place) {
  const { results } = await ask(http, `${found}/v1/search?count=1&format=json&name=${encodeURIComponent(place)}`)
  const [first] = results ?? []
  if (first === undefined) return null
  const { name, country, latitude, longitude } = first
  return { name, country, latitude, longitude }
}

function where({ latitude, longitude }) {
  return `latitude=${latitude}&longitude=${longitude}`
}

async function ask(http, url) {
  const { status, body } = await http.get(url)
  if (status !== 200) throw new Error(`the weather service answered ${status}`)
  return JSON.parse(body)
}

/** The weather codes of the WMO in words. */
function sayCode(code) {
  if (code === 0) return "clear"
  if (code <= 3) return "clouds"
  if (code <= 48) return "fog"
  if (code <= 57) return "drizzle"
  if (code <= 67) return "rain"
  if (code <= 77) return "snow"
  if (code <= 82) return "showers"
  if (code <= 86) return "snow showers"
  return "thunder"
}
