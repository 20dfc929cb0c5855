import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { BaseDate, DateInputProps } from '@hubspot/ui-extensions';
import { Calendar } from './calendar.tsx';
import { formatDate, isSame, parseDate, todayIn } from '../base/dates.ts';
import { useEnvironment } from '../base/environment.tsx';
import { Field } from './field.tsx';
import { fire } from '../base/fire.ts';
import { useMenuPosition } from '../base/floating.ts';
import { Glyph } from '../base/icons.tsx';
import { useDismiss } from '../base/use-dismiss.ts';
import { useDraft } from './use-draft.ts';

export const DateInput = (props: DateInputProps) => {
  const { name, value, defaultValue, readOnly = false, format = 'short', onChange, onBlur, onFocus } = props;
  const { locale } = useEnvironment();
  const draft = useDraft<BaseDate | null>(value, defaultValue ?? null, name);
  const [typing, setTyping] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const anchor = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const style = useMenuPosition(open, { anchor, box });
  const payload = (day: BaseDate) => ({ ...day, formattedDate: formatDate(day, format, locale) });
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useDismiss(open, [anchor, box], () => {
    setOpen(false);
  });
  const commit = (day: BaseDate | null) => {
    setTyping(null);
    if (isSame(day, draft.value) || (day === null && draft.value === null)) return;
    draft.edit(day);
    // The package's types know no cleared date; HubSpot hands null to the handler.
    if (day === null) fire(onChange as ((none: null) => void) | undefined, null);
    else fire(onChange, payload(day));
  };
  const shown = draft.value === null ? '' : formatDate(draft.value, format, locale);
  return (
    <Field {...props}>
      {(ids) => (
        <div className="hs-date" ref={anchor}>
          <input
            {...ids.described}
            id={ids.control}
            className="hs-input"
            name={name}
            autoComplete="off"
            placeholder={formatDate({ year: 2027, month: 2, date: 31 }, format, locale).replace(/\d/g, '–')}
            readOnly={readOnly}
            value={typing ?? shown}
            onChange={(event) => {
              setTyping(event.currentTarget.value);
            }}
            onFocus={() => {
              if (draft.value !== null) fire(onFocus, payload(draft.value));
            }}
            onBlur={() => {
              if (typing !== null)
                commit(typing.trim() === '' ? null : (parseDate(typing, locale) ?? draft.value));
              if (draft.value !== null) fire(onBlur, payload(draft.value));
            }}
          />
          <button
            ref={button}
            type="button"
            className="hs-icon-button"
            aria-label={`Choose a date${props.label === '' ? '' : `: ${props.label}`}`}
            aria-expanded={open}
            disabled={readOnly}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <Glyph name="calendar" />
          </button>
          {open
            ? createPortal(
                <div
                  ref={box}
                  className="hs-popover"
                  role="dialog"
                  aria-label="Calendar"
                  style={style}
                  onKeyDown={(event) => {
                    if (event.key !== 'Escape') return;
                    event.preventDefault();
                    event.stopPropagation();
                    close();
                  }}
                >
                  <Calendar
                    value={draft.value}
                    min={props.min}
                    max={props.max}
                    minMessage={props.minValidationMessage}
                    maxMessage={props.maxValidationMessage}
                    locale={locale}
                    choose={(day) => {
                      commit(day);
                      close();
                    }}
                  />
                  <div className="hs-popover__foot">
                    <button
                      type="button"
                      className="hs-link hs-link--primary"
                      onClick={() => {
                        commit(todayIn(new Date()));
                        close();
                      }}
                    >
                      {props.todayButtonLabel ?? 'Today'}
                    </button>
                    <button
                      type="button"
                      className="hs-link hs-link--primary"
                      onClick={() => {
                        commit(null);
                        close();
                      }}
                    >
                      {props.clearButtonLabel ?? 'Clear'}
                    </button>
                  </div>
                </div>,
                document.body,
              )
            : null}
        </div>
      )}
    </Field>
  );
};
