import { useId } from 'react';
import type { CheckboxProps, ToggleGroupProps, ToggleProps } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';
import { Field } from './field.tsx';
import { fire } from '../base/fire.ts';
import { useDraft } from './use-draft.ts';

export const Checkbox = (props: CheckboxProps) => {
  const { value = '', checked, readOnly, readonly, description, name, size, variant, onChange } = props;
  const draft = useDraft<boolean>(checked, props.initialIsChecked ?? false, name);
  const id = useId();
  return (
    <div
      className={cx(
        'hs-check',
        (size ?? variant) === 'small' && 'hs-check--small',
        props.inline === true && 'hs-check--inline',
      )}
      data-testid={props.testId}
    >
      <label>
        <input
          type="checkbox"
          name={name}
          value={value}
          checked={draft.value}
          disabled={readOnly ?? readonly ?? false}
          aria-label={props['aria-label']}
          {...(description === undefined ? {} : { 'aria-describedby': id })}
          onChange={(event) => {
            draft.edit(event.currentTarget.checked);
            fire(onChange, event.currentTarget.checked, value);
          }}
        />
        <span className="hs-check__mark" aria-hidden="true" />
        <span>{props.children}</span>
      </label>
      {description === undefined ? null : (
        <div id={id} className="hs-check__description">
          {description}
        </div>
      )}
    </div>
  );
};

export const Toggle = (props: ToggleProps) => {
  const {
    checked,
    initialIsChecked = false,
    name,
    label,
    labelDisplay = 'inline',
    size = 'md',
    onChange,
  } = props;
  const { textChecked = 'ON', textUnchecked = 'OFF' } = props;
  const draft = useDraft<boolean>(checked, initialIsChecked, name);
  const measure = short(size, 'md');
  return (
    <div
      className={cx('hs-toggle', `hs-toggle--${measure}`, `hs-toggle--label-${labelDisplay}`)}
      data-testid={props.testId}
    >
      <label>
        <span className={labelDisplay === 'hidden' ? 'hs-visually-hidden' : 'hs-toggle__label'}>{label}</span>
        <input
          type="checkbox"
          role="switch"
          name={name}
          checked={draft.value}
          disabled={props.readOnly ?? props.readonly ?? false}
          onChange={(event) => {
            draft.edit(event.currentTarget.checked);
            fire(onChange, event.currentTarget.checked);
          }}
        />
        <span className="hs-toggle__track" aria-hidden="true">
          {measure === 'md' ? <span>{draft.value ? textChecked : textUnchecked}</span> : null}
        </span>
      </label>
    </div>
  );
};

export const ToggleGroup = (props: ToggleGroupProps) => {
  const { name, options, inline = false, toggleType = 'checkboxList', onChange } = props;
  const single = toggleType === 'radioButtonList';
  const initial = options
    .filter(({ initialIsChecked }) => initialIsChecked === true)
    .map(({ value }) => value);
  const draft = useDraft<string | string[]>(props.value, single ? (initial[0] ?? '') : initial, name);
  const groupName = `${name}-${useId()}`;
  const isChecked = (value: string): boolean =>
    Array.isArray(draft.value) ? draft.value.includes(value) : draft.value === value;
  const choose = (value: string, checked: boolean): void => {
    const before = Array.isArray(draft.value) ? draft.value : [];
    const next = single ? value : checked ? [...before, value] : before.filter((one) => one !== value);
    draft.edit(next);
    fire(onChange as ((value: string | string[]) => void) | undefined, next);
  };
  return (
    <Field {...props} group>
      {(ids) => (
        <div
          role={single ? 'radiogroup' : 'group'}
          aria-labelledby={ids.label}
          className={cx('hs-toggle-group', inline && 'hs-toggle-group--inline')}
          {...(ids.described['aria-describedby'] === undefined
            ? {}
            : { 'aria-describedby': ids.described['aria-describedby'] })}
        >
          {options.map((option) => (
            <GroupOption
              key={option.value}
              kind={single ? 'radio' : 'checkbox'}
              name={groupName}
              option={option}
              small={(props.size ?? props.variant) === 'small' || props.size === 'sm'}
              checked={isChecked(option.value)}
              choose={choose}
            />
          ))}
        </div>
      )}
    </Field>
  );
};

type GroupOptionProps = {
  kind: 'radio' | 'checkbox';
  name: string;
  option: ToggleGroupProps['options'][number];
  small: boolean;
  checked: boolean;
  choose: (value: string, checked: boolean) => void;
};

const GroupOption = ({ kind, name, option, small, checked, choose }: GroupOptionProps) => {
  const id = useId();
  return (
    <div className={cx('hs-check', small && 'hs-check--small')}>
      <label>
        <input
          type={kind}
          name={name}
          value={option.value}
          checked={checked}
          disabled={option.readOnly ?? option.readonly ?? false}
          {...(option.description === undefined ? {} : { 'aria-describedby': id })}
          onChange={(event) => {
            choose(option.value, event.currentTarget.checked);
          }}
        />
        <span className="hs-check__mark" aria-hidden="true" />
        <span>{option.label}</span>
      </label>
      {option.description === undefined ? null : (
        <div id={id} className="hs-check__description">
          {option.description}
        </div>
      )}
    </div>
  );
};
