import { barsOf, everyOf, HEIGHT, WIDTH } from './charts'
import styles from './Uses.module.css'


/** A small chart of one measure; who does not see it has the same as a table. */
export function BarChart({ title, values }: { title: string; values: [label: string, value: number][] }) {
  const bars = barsOf(values)
  const [everyValue, everyLabel] = [everyOf(values.map(([, value]) => String(value))), everyOf(values.map(([label]) => label))]
  return (
    <figure className={styles.chart}>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {bars.map(({ label, value, x, y, width, height }, place) => (
          <g key={label} textAnchor="middle">
            <rect x={x} y={y} width={width} height={height} />
            {place % everyValue === 0 && (
              <text x={x + width / 2} y={y - 4}>
                {value}
              </text>
            )}
            {place % everyLabel === 0 && (
              <text x={x + width / 2} y={HEIGHT - 4}>
                {label}
              </text>
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
