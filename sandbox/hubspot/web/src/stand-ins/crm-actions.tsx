import type { ReactNode } from 'react';
import type { CrmActionButtonProps, CrmActionLinkProps, CrmCardActionsProps } from '@hubspot/ui-extensions';
import { Button } from './button.tsx';
import { Dropdown, DropdownButtonItem } from './dropdown.tsx';
import { useEnvironment } from './environment.tsx';
import { fire } from './fire.ts';
import { Link } from './link.tsx';

type Action = {
  actionType: string;
  actionContext: object;
  onError?: ((errors: string[]) => void) | undefined;
};

/** Where an action leads, for those that lead to a page of this sandbox or outside it. */
export const actionAddress = ({ actionType, actionContext }: Action, portalId: number): string | null => {
  const at = actionContext as Record<string, unknown>;
  const text = (name: string): string | null => (at[name] === undefined ? null : String(at[name]));
  switch (actionType) {
    case 'EXTERNAL_URL':
      return text('href');
    case 'PAGE_APP_LINK':
      return text('path');
    case 'PREVIEW_OBJECT':
    case 'RECORD_APP_LINK':
      return `/contacts/${String(portalId)}/record/${text('objectTypeId') ?? '0-3'}/${text('objectId') ?? ''}`;
    default:
      return null;
  }
};

const useAction = () => {
  const { crm, navigate } = useEnvironment();
  return (action: Action): void => {
    const to = actionAddress(action, crm?.portalId ?? 0);
    if (to !== null) navigate(to);
    else
      fire(action.onError, [
        `${action.actionType} opens one of HubSpot's own windows, which this sandbox does not have.`,
      ]);
  };
};

type Clickable = Action & { children: ReactNode; onClick?: (() => void) | undefined };
const clickOf = (run: (action: Action) => void, props: Clickable) => () => {
  fire(props.onClick);
  run(props);
};

export const CrmActionButton = (props: CrmActionButtonProps) => {
  const run = useAction();
  const { children, variant = 'secondary', size = 'md', type = 'button', disabled = false } = props;
  return (
    <Button variant={variant} size={size} type={type} disabled={disabled} onClick={clickOf(run, props)}>
      {children}
    </Button>
  );
};

export const CrmActionLink = (props: CrmActionLinkProps) => {
  const run = useAction();
  return (
    <Link variant={props.variant ?? 'primary'} onClick={clickOf(run, props)}>
      {props.children}
    </Link>
  );
};

export const CrmCardActions = ({ actionConfigs, onError }: CrmCardActionsProps) => {
  const run = useAction();
  return (
    <div className="hs-button-row">
      {actionConfigs.map((config, index) =>
        config.type === 'dropdown' ? (
          <Dropdown
            key={index}
            buttonText={config.label ?? 'Actions'}
            buttonSize="xs"
            disabled={config.disabled ?? false}
          >
            {config.options.map((option, at) => (
              <DropdownButtonItem
                key={at}
                onClick={() => {
                  run({ ...option, onError });
                }}
              >
                {option.label ?? option.actionType}
              </DropdownButtonItem>
            ))}
          </Dropdown>
        ) : (
          <Button
            key={index}
            size="xs"
            disabled={config.disabled ?? false}
            onClick={() => {
              run({ ...config, onError });
            }}
          >
            {config.label ?? config.actionType}
          </Button>
        ),
      )}
    </div>
  );
};
