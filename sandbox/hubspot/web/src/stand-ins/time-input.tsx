import type { BaseTime, TimeInputProps } from '@hubspot/ui-extensions';
import { useEnvironment } from './environment.tsx';
import { fire } from './fire.ts';
import { Select } from './selects.tsx';
import { useDraft } from './use-draft.ts';

const minutesOf = ({ hours, minutes }: BaseTime): number => hours * 60 + minutes;
const timeOf = (minutes: number): BaseTime => ({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
const DAY = 24 * 60;

/** The times of a day at an interval, inside the bounds. */
export const timesOfDay = (interval: number, min?: BaseTime, max?: BaseTime): BaseTime[] => {
  const step = Math.max(1, interval);
  const times: BaseTime[] = [];
  for (let at = 0; at < DAY; at += step) {
    if (at >= (min === undefined ? 0 : minutesOf(min)) && at <= (max === undefined ? DAY : minutesOf(max))) {
      times.push(timeOf(at));
    }
  }
  return times;
};

export const TimeInput = (props: TimeInputProps) => {
  const { name, value, defaultValue, interval = 30, min, max, readOnly = false, onChange } = props;
  const { locale } = useEnvironment();
  const draft = useDraft<BaseTime | null>(value ?? undefined, defaultValue ?? null, name);
  const show = (time: BaseTime) =>
    new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(
      Date.UTC(2000, 0, 1, time.hours, time.minutes),
    );
  const current = draft.value;
  const listed = timesOfDay(interval, min ?? undefined, max ?? undefined);
  const all =
    current === null || listed.some((one) => minutesOf(one) === minutesOf(current))
      ? listed
      : [...listed, current].sort((a, b) => minutesOf(a) - minutesOf(b));
  return (
    <Select
      {...fieldOf(props)}
      options={all.map((time) => ({ label: show(time), value: minutesOf(time) }))}
      readOnly={readOnly}
      placeholder="Select a time"
      {...(current === null ? {} : { value: minutesOf(current) })}
      onChange={(minutes) => {
        const next = timeOf(Number(minutes));
        draft.edit(next);
        fire(onChange, next);
      }}
    />
  );
};

const fieldOf = (props: TimeInputProps) => ({
  label: props.label,
  ...(props.required === undefined ? {} : { required: props.required }),
  ...(props.description === undefined ? {} : { description: props.description }),
  ...(props.tooltip === undefined ? {} : { tooltip: props.tooltip }),
  ...(props.error === undefined ? {} : { error: props.error }),
  ...(props.validationMessage === undefined ? {} : { validationMessage: props.validationMessage }),
  ...(props.testId === undefined ? {} : { testId: props.testId }),
});
