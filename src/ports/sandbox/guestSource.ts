import { deepestResult, mostReads } from "./limits.ts"

/*
 * JavaScript that runs inside the engine before any code of a user does. It is kept as text because the engine is
 * another realm: nothing of the host's is in it but what the host passes.
 */

/**
 * Freezes everything that a guest can reach, so that one evaluation leaves nothing behind for the next. A frozen
 * property of a prototype would also forbid a plain map to have a key of that name (`counts.constructor = 1`), so
 * those are turned into accessors that let an object have its own.
 */
export const freezeIntrinsics = `(() => {
  "use strict";
  for (const prototype of [Object.prototype, Function.prototype, Error.prototype]) {
    for (const key of Reflect.ownKeys(prototype)) {
      const { value, writable, configurable } = Reflect.getOwnPropertyDescriptor(prototype, key);
      if (!writable || !configurable) continue;
      Object.defineProperty(prototype, key, {
        get: () => value,
        set(own) {
          if (this === prototype) throw new TypeError("built-in objects cannot be changed here");
          Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
        },
        enumerable: false,
        configurable: false,
      });
    }
  }
  const seen = new Set();
  const hidden = [
    function* () {}, async function () {}, async function* () {}, [][Symbol.iterator](), new Map().entries(),
    new Set().values(), ""[Symbol.iterator](), "a".matchAll(/a/g), (function* () {})(), (async function* () {})(),
  ].map(Object.getPrototypeOf);
  const queue = [globalThis, ...hidden];
  while (queue.length > 0) {
    const object = queue.pop();
    if ((typeof object !== "object" && typeof object !== "function") || object === null || seen.has(object)) continue;
    seen.add(object);
    queue.push(Object.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const property = Reflect.getOwnPropertyDescriptor(object, key);
      queue.push(property.value, property.get, property.set);
    }
  }
  for (const object of seen) Object.freeze(object);
})()`

/**
 * Gives the functions that the host calls: to share a value, to forget one, to compile a source and to run what was
 * compiled. What they need is taken before any guest runs, so that no guest can put itself in between.
 */
export const guestKernel = `(() => {
  "use strict";
  const { isArray } = Array;
  const { freeze, isFrozen, getPrototypeOf, keys, create, hasOwn } = Object;
  const { parse, stringify } = JSON;
  const { isFinite } = Number;
  const { imul } = Math;
  const { apply } = Reflect;
  const objectPrototype = Object.prototype;
  const arrayPrototype = Array.prototype;
  const toISOString = Date.prototype.toISOString;
  const getTime = Date.prototype.getTime;
  const datePrototype = Date.prototype;
  const promiseThen = Promise.prototype.then;
  const promisePrototype = Promise.prototype;
  const toText = String;

  let settled, compile, tell;
  const shared = create(null);
  const entries = [];
  const noValue = {};

  class NotPlain {
    constructor(message) { this.message = message; }
  }

  // Chance comes from a seed that each evaluation is given, so that nothing of one is left for the next.
  let chance = 0;
  Math.random = () => {
    let x = (chance = (chance + 0x6d2b79f5) | 0);
    x = imul(x ^ (x >>> 15), x | 1);
    x ^= x + imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };

  // A traced evaluation sees its scope through proxies that write down what is read of it.
  let reads = null, origins = [], seen = create(null), isQuiet = false;
  const originOf = new WeakMap();
  function noteRead(path) {
    if (isQuiet || reads.length >= ${mostReads}) return;
    const key = stringify(path);
    if (key in seen) return;
    seen[key] = true;
    reads.push(path);
  }
  function traced(value, path) {
    if (value === null || typeof value !== "object") return value;
    const isList = isArray(value);
    const prototype = isList ? arrayPrototype : objectPrototype;
    const inside = create(null);
    const read = (key, receiver) => {
      if (typeof key === "symbol" || !hasOwn(value, key)) return Reflect.get(prototype, key, receiver);
      const here = [...path, isList && key !== "length" ? +key : key];
      noteRead(here);
      return key in inside ? inside[key] : (inside[key] = traced(value[key], here));
    };
    const no = () => false;
    const proxy = new Proxy(isList ? [] : {}, {
      get: (_, key, receiver) => read(key, receiver),
      has: (_, key) => key in value || key in prototype,
      ownKeys: () => Reflect.ownKeys(value),
      getOwnPropertyDescriptor(_, key) {
        if (!hasOwn(value, key)) return undefined;
        if (isList && key === "length") return { value: value.length, writable: true, enumerable: false, configurable: false };
        return { value: read(key, proxy), writable: true, enumerable: true, configurable: true };
      },
      set: no, defineProperty: no, deleteProperty: no, setPrototypeOf: no, preventExtensions: no,
    });
    originOf.set(proxy, path);
    return proxy;
  }
  function findOrigins(root) {
    isQuiet = true;
    origins = [];
    const values = [root], paths = [[]];
    for (let at = 0; at < values.length && at < ${mostReads}; at++) {
      const value = values[at];
      if (value === null || typeof value !== "object") continue;
      const origin = originOf.get(value);
      if (origin !== undefined) { origins.push([paths[at], origin]); continue; }
      const isList = isArray(value);
      const names = isList ? value : keys(value);
      for (let i = 0; i < names.length && values.length < ${mostReads}; i++) {
        const name = isList ? i : names[i];
        values.push(value[name]);
        paths.push([...paths[at], name]);
      }
    }
  }

  function frozen(value) {
    const stack = [value];
    let size = 1;
    while (size > 0) {
      const object = stack[--size];
      if (typeof object !== "object" || object === null) continue;
      freeze(object);
      if (isArray(object)) for (let i = 0; i < object.length; i++) stack[size++] = object[i];
      else {
        const names = keys(object);
        for (let i = 0; i < names.length; i++) stack[size++] = object[names[i]];
      }
    }
    return value;
  }

  const secretHandles = new WeakSet();
  const isSecret = apply.bind(undefined, WeakSet.prototype.has, secretHandles);
  function secretsOf(names) {
    const handles = create(null);
    for (let i = 0; i < names.length; i++) {
      const handle = freeze({ toString: () => "[secret]", toJSON: () => "[secret]" });
      secretHandles.add(handle);
      handles[names[i]] = handle;
    }
    return freeze(handles);
  }

  // What JSON writes as it stands; most of what is given is that.
  function isSimple(value) {
    const type = typeof value;
    return type === "string" || type === "boolean" || value === null || type === "number" && isFinite(value);
  }

  function plain(root) {
    const holder = create(null);
    const values = [root], holders = [holder], names = ["it"], parents = [null];
    let size = 1;
    while (size > 0) {
      size--;
      const value = values[size], into = holders[size], name = names[size], parent = parents[size];
      const type = typeof value;
      if (value === null || type === "string" || type === "boolean") into[name] = value;
      else if (type === "number") into[name] = isFinite(value) ? value : null;
      else if (type === "undefined") { if (isArray(into)) into[name] = null; }
      else if (type !== "object") throw new NotPlain("a " + type + " is not plain data");
      else if (isSecret([value])) into[name] = "[secret]";
      else {
        let depth = 0;
        for (let up = parent; up !== null; up = up.parent) {
          if (up.value === value) throw new NotPlain("the value contains itself");
          depth++;
        }
        if (depth >= ${deepestResult}) throw new NotPlain("the value is nested deeper than ${deepestResult} levels");
        const here = { value, parent };
        if (isArray(value)) {
          const length = value.length;
          if (length > 10000000) throw new NotPlain("the list is longer than 10,000,000 items");
          const copy = [], nested = [], at = [];
          into[name] = copy;
          for (let i = 0; i < length; i++) {
            const item = value[i];
            if (isSimple(item)) copy[i] = item;
            else { copy[i] = null; at[nested.length] = i; nested[nested.length] = item; }
          }
          for (let i = nested.length - 1; i >= 0; i--) {
            values[size] = nested[i]; holders[size] = copy; names[size] = at[i]; parents[size] = here; size++;
          }
          continue;
        }
        const prototype = getPrototypeOf(value);
        if (prototype === datePrototype) {
          const time = apply(getTime, value, []);
          into[name] = isFinite(time) ? apply(toISOString, value, []) : null;
        } else if (prototype === objectPrototype || prototype === null) {
          const copy = create(null);
          into[name] = copy;
          const own = keys(value);
          for (let i = 0; i < own.length; i++) copy[own[i]] = null;
          for (let i = own.length - 1; i >= 0; i--) {
            const item = value[own[i]];
            if (isSimple(item)) { copy[own[i]] = item; continue; }
            if (item === undefined || typeof item === "function" && own[i] === "toJSON") { delete copy[own[i]]; continue; }
            values[size] = item; holders[size] = copy; names[size] = own[i]; parents[size] = here; size++;
          }
        } else throw new NotPlain("the value is not plain data; turn it into lists and maps first");
      }
    }
    return holder.it;
  }

  function answer(value) {
    if (reads === null) return answerAlone(value);
    findOrigins(value);
    return "t" + stringify({ reads, origins }) + "\\n" + answerAlone(value);
  }

  function answerAlone(value) {
    if (typeof value === "string" || typeof value === "boolean") return "v" + stringify(value);
    if (typeof value === "number") return isFinite(value) ? "v" + (value || 0) : "vnull";
    return value === undefined ? "u" : "v" + stringify(plain(value));
  }

  function answered(result) { return "v" + stringify(result === undefined ? null : plain(result)); }

  // What is asked for its name may throw again.
  function thrown(cause) {
    try { return toldOf(cause); } catch { return "e" + stringify(["Error", "something was thrown that cannot be looked at"]); }
  }

  function toldOf(cause) {
    if (cause instanceof NotPlain) return "n" + cause.message;
    if (cause === null || cause === undefined) return "e" + stringify(["Error", toText(cause) + " was thrown, which says nothing"]);
    let name = "Error", message;
    if (typeof cause === "object") {
      name = cause.name; message = cause.message;
      if (typeof name !== "string") name = "Error";
      if (typeof message !== "string") message = "something that is not an error was thrown";
    } else message = typeof cause === "symbol" ? "a symbol was thrown" : toText(cause);
    return "e" + stringify([name.slice(0, 200), message.slice(0, 5000)]);
  }

  function valueOf(number, values) {
    if (number === null) return undefined;
    if (number >= 0) return isFrozen(values[number]) ? values[number] : frozen(values[number]);
    const entry = shared[-number];
    if (entry.value === noValue) { entry.value = frozen(parse(entry.text)); entry.text = ""; }
    return entry.value;
  }

  function bind({ paths, places, read, isTraced }, job, values) {
    const args = [];
    const scope = isTraced ? create(null) : null;
    for (let i = 0; i < read.length; i++) args[i] = undefined;
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i], value = valueOf(job[i + 1], values);
      if (places[i] < 0) continue;
      if (path.length === 1) { args[places[i]] = value; continue; }
      let into = args[places[i]] ??= create(null);
      for (let j = 1; j < path.length - 1; j++) {
        if (!hasOwn(into, path[j])) into[path[j]] = create(null);
        into = into[path[j]];
      }
      into[path[path.length - 1]] = value;
    }
    if (!isTraced) {
      for (let i = 0; i < args.length; i++) if (typeof args[i] === "object" && args[i] !== null) freeze(args[i]);
      return args;
    }
    for (let i = 0; i < read.length; i++) scope[read[i]] = args[i];
    return [traced(scope, [])];
  }

  function evaluateOne(entry, job, values) {
    settled = undefined;
    try {
      reads = entry.isTraced ? [] : null;
      if (entry.isTraced) { origins = []; seen = create(null); isQuiet = false; }
      const value = apply(entry.f, undefined, bind(entry, job, values));
      if (typeof value !== "object" || value === null || getPrototypeOf(value) !== promisePrototype)
        return answer(value);
      settle(value);
      return "p";
    } catch (cause) {
      return thrown(cause);
    }
  }

  function settle(promise) {
    settled = "p";
    apply(promiseThen, promise, [
      result => { try { settled = answer(result); } catch (cause) { settled = thrown(cause); } },
      cause => { settled = thrown(cause); },
    ]);
  }

  let jsonata, query;
  return {
    share(id, text) { shared[id] = { text, value: noValue }; },
    forget(id) { delete shared[id]; },
    keep(f, spec) {
      const { paths, read, traced } = parse(spec);
      const places = [];
      for (let i = 0; i < paths.length; i++) {
        places[i] = -1;
        for (let j = 0; j < read.length; j++) if (read[j] === paths[i][0]) places[i] = j;
      }
      entries[entries.length] = { f, paths, places, read, isTraced: traced };
      return entries.length - 1;
    },
    takeHost(compiles, tells) { compile = compiles; tell = tells; },
    evaluate(piece, from) {
      const { values, jobs, seeds } = parse(piece), own = [];
      for (let i = from; i < jobs.length; i++) {
        const job = jobs[i], source = job[0];
        const number = own[source] ??= compile(source);
        chance = seeds[source];
        tell(number < 0 ? "s" + source : evaluateOne(entries[number], job, values));
      }
    },
    settle,
    settled: () => settled,
    seed(number) { chance = number; },
    takeJsonata(made) { jsonata = made; },
    ask(values) {
      query = "p";
      const [text, value] = values;
      const run = async () => jsonata(text).evaluate(plain(value === undefined ? null : value));
      apply(promiseThen, run(), [
        result => { try { query = answered(result); } catch (cause) { query = thrown(cause); } },
        cause => { query = "e" + stringify(["TypeError", "jsonata(text, value): " + toText(cause && cause.message)]); },
      ]);
    },
    asked: () => query,
    scopeOf(spec) {
      const { values, secrets } = parse(spec);
      const scope = create(null);
      const names = keys(values);
      for (let i = 0; i < names.length; i++) scope[names[i]] = parse(values[names[i]]);
      scope.secrets = secretsOf(secrets);
      return scope;
    },
    textOf(values) {
      const parts = [];
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        let text;
        if (typeof value === "string") text = value;
        else try { text = stringify(plain(value)) ?? "undefined"; } catch { text = typeof value; }
        parts[i] = text;
      }
      return parts.join(" ");
    },
    argumentsOf(values) { return stringify(plain(values)); },
    parse,
  };
})()`
