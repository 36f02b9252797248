import { type Picture, pictureBox } from "./summary.ts"

/** A workflow as a small drawing, as large as fits. */
export function Miniature({
  picture,
  className,
}: {
  readonly picture: Picture
  readonly className?: string
}) {
  const { width, height, boxes, wires } = picture
  const margin = 10
  // A few boxes are not blown up: all drawings in a list show a box at much the same size.
  const across = Math.max(width + 2 * margin, 130)
  const down = Math.max(height + 2 * margin, 44)
  return (
    <svg
      viewBox={`${(width - across) / 2} ${(height - down) / 2} ${across} ${down}`}
      className={className}
      aria-hidden
      preserveAspectRatio="xMidYMid meet"
    >
      {wires.map(([x1, y1, x2, y2]) => (
        <path
          key={`${x1} ${y1} ${x2} ${y2}`}
          d={`M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`}
          fill="none"
          stroke="var(--color-faint)"
        />
      ))}
      {boxes.map(([x, y, boxWidth, hue]) => (
        <rect
          key={`${x} ${y}`}
          {...{ x, y }}
          width={boxWidth}
          height={pictureBox.height}
          rx={2.5}
          data-hue={hue}
          fill="var(--hue)"
        />
      ))}
    </svg>
  )
}
