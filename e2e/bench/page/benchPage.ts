/* Hands what the worker measured to the benchmark. */

const worker = new Worker(new URL("./benchWorker.ts", import.meta.url), { type: "module" })
const speeds = new Promise(go => {
  worker.onmessage = ({ data }) => go(data)
})

Object.assign(window, { speeds })
