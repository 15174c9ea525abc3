import { barsOf, HEIGHT, WIDTH } from './charts'
import styles from './Uses.module.css'

/** Labels of so many bars have room below them; of more, every second, third… stands there. */
const LABELS = 10

/** A small chart of one measure; who does not see it has the same as a table. */
export function BarChart({ title, values }: { title: string; values: [label: string, value: number][] }) {
  const every = Math.ceil(values.length / LABELS)
  return (
    <figure className={styles.chart}>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {barsOf(values).map(({ label, value, x, y, width, height }, place) => (
          <g key={label} textAnchor="middle">
            <rect x={x} y={y} width={width} height={height} />
            {place % every === 0 && (
              <>
                <text x={x + width / 2} y={y - 4}>
                  {value}
                </text>
                <text x={x + width / 2} y={HEIGHT - 4}>
                  {label}
                </text>
              </>
            )}
          </g>
        ))}
      </svg>
      <table className="only-read">
        <caption>{title}</caption>
        <tbody>
          {values.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
