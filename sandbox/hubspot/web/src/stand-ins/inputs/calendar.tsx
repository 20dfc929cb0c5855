import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { BaseDate } from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { addDays, addMonths, compareDates, isoOf, isSame, monthGrid, todayIn } from '../base/dates.ts';
import { Glyph } from '../base/icons.tsx';

type Props = {
  value: BaseDate | null;
  min: BaseDate | undefined;
  max: BaseDate | undefined;
  minMessage: string | undefined;
  maxMessage: string | undefined;
  locale: string;
  choose: (day: BaseDate) => void;
};

const steps: Record<string, (day: BaseDate) => BaseDate> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

const utc = ({ year, month, date }: BaseDate): Date => new Date(Date.UTC(year, month, date));

/** One month as a grid. Arrow keys walk the days, PageUp and PageDown the months. */
export const Calendar = ({ value, min, max, minMessage, maxMessage, locale, choose }: Props) => {
  const today = todayIn(new Date());
  const [cursor, setCursor] = useState<BaseDate>(value ?? today);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [cursor]);
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setCursor(step(cursor));
  };
  const name = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const weeks = monthGrid(cursor);
  const refusal = (day: BaseDate): string | null => {
    if (min !== undefined && compareDates(day, min) < 0) return minMessage ?? 'This date is too early';
    if (max !== undefined && compareDates(day, max) > 0) return maxMessage ?? 'This date is too late';
    return null;
  };
  const turn = (months: number) => () => {
    setCursor(addMonths(cursor, months));
  };
  return (
    <div className="hs-calendar">
      <div className="hs-calendar__head">
        <button type="button" className="hs-icon-button" aria-label="Previous month" onClick={turn(-1)}>
          <Glyph name="left" />
        </button>
        <span aria-live="polite">{name({ month: 'long', year: 'numeric' }).format(utc(cursor))}</span>
        <button type="button" className="hs-icon-button" aria-label="Next month" onClick={turn(1)}>
          <Glyph name="right" />
        </button>
      </div>
      <table ref={grid} role="grid" onKeyDown={onKey}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={isoOf(day)} scope="col" abbr={name({ weekday: 'long' }).format(utc(day))}>
                {name({ weekday: 'short' }).format(utc(day))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={index}>
              {week.map((day) => {
                const refused = refusal(day);
                return (
                  <td key={isoOf(day)} aria-selected={isSame(day, value)}>
                    <button
                      type="button"
                      className={cx(
                        'hs-calendar__day',
                        day.month !== cursor.month && 'hs-calendar__day--other',
                        isSame(day, today) && 'hs-calendar__day--today',
                        isSame(day, value) && 'hs-calendar__day--chosen',
                      )}
                      aria-label={name({ dateStyle: 'full' }).format(utc(day))}
                      aria-disabled={refused !== null || undefined}
                      title={refused ?? undefined}
                      tabIndex={isSame(day, cursor) ? 0 : -1}
                      onClick={() => {
                        if (refused === null) choose(day);
                      }}
                    >
                      {day.date}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
