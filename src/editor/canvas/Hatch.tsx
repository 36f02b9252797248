/** The hatching of what nothing has exercised yet, for the strokes of wires: any drawing of the page finds it. */
export function Hatch() {
  return (
    <svg aria-hidden width="0" height="0" className="absolute">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="5" className="fill-warn" />
        </pattern>
      </defs>
    </svg>
  )
}
