import type { ReactNode } from 'react';
import type { HrefProp } from '@hubspot/ui-extensions';
import { Button, ButtonFace } from './button.tsx';
import { useEnvironment } from './environment.tsx';
import { fire } from './fire.ts';
import { Link } from './link.tsx';
import { Heading } from './text.tsx';

type Holder = { children?: ReactNode };
type ToPage = Holder & { to?: string; href?: HrefProp };

export const HeaderActions = ({ children }: Holder) => <div className="hs-button-row">{children}</div>;
type HeaderAction = Parameters<typeof ButtonFace>[0];
export const PrimaryHeaderActionButton = (props: HeaderAction) => <ButtonFace {...props} variant="primary" />;
export const SecondaryHeaderActionButton = (props: HeaderAction) => (
  <ButtonFace {...props} variant="secondary" />
);

export const PageTitle = ({ children }: Holder) => <Heading>{children}</Heading>;
export const PageHeader = ({ children }: Holder) => <header className="hs-button-row">{children}</header>;
export const PageBreadcrumbs = ({ children }: Holder) => (
  <nav className="hs-button-row" aria-label="Breadcrumbs">
    {children}
  </nav>
);
export const PageBreadcrumbsCurrent = ({ children }: Holder) => <span aria-current="page">{children}</span>;

/** A link to another page of the app. */
export const PageLink = ({ to, href, children }: ToPage) => {
  const { navigate } = useEnvironment();
  return href === undefined ? (
    <Link
      onClick={() => {
        navigate(to ?? '/');
      }}
    >
      {children}
    </Link>
  ) : (
    <Link href={href}>{children}</Link>
  );
};

const heights: Record<string, number> = { sm: 200, small: 200, md: 400, medium: 400, lg: 600, large: 600 };
export const Iframe = ({ src, height = 'md' }: { src: string; height?: string }) => (
  <iframe className="hs-iframe" src={src} title="Embedded page" height={heights[height] ?? 400} />
);

export const SettingsView = (props: {
  children?: ReactNode;
  saveBarVisible?: boolean;
  numberOfSettingsChanged?: number;
  onSave?: () => void;
  onCancel?: () => void;
}) => {
  const { numberOfSettingsChanged: count = 0 } = props;
  return (
    <div className="hs-settings-view">
      {props.children}
      {props.saveBarVisible === true ? (
        <div className="hs-save-bar" role="region" aria-label="Unsaved changes">
          <Button
            variant="primary"
            onClick={() => {
              fire(props.onSave);
            }}
          >
            Save
          </Button>
          <Button
            onClick={() => {
              fire(props.onCancel);
            }}
          >
            Cancel
          </Button>
          <span>{count === 1 ? "You've changed 1 setting" : `You've changed ${String(count)} settings`}</span>
        </div>
      ) : null}
    </div>
  );
};

export const FileInput = (props: {
  name: string;
  value?: { name: string };
  onChange?: (file: unknown) => void;
}) => (
  <label className="hs-file">
    <span className="hs-link hs-link--primary">{props.value?.name ?? 'Choose file'}</span>
    <input
      type="file"
      name={props.name}
      onChange={(event) => {
        fire(props.onChange, event.currentTarget.files?.[0]);
      }}
    />
  </label>
);

/** Uploads of extensions go to HubSpot's file service, which the sandbox offers to apps only. */
export const FileUpload = () => <p className="hs-text--microcopy">HubSpot offers an upload area here.</p>;
export const FileViewer = ({ fileIds = [] }: { fileIds?: number[] }) => {
  const { crm } = useEnvironment();
  return (
    <ul className="hs-list">
      {fileIds.map((id) => (
        <li key={id}>
          <Link
            href={`/__crm/api/portals/${String(crm?.portalId ?? 0)}/files/${String(id)}/content`}
          >{`File ${String(id)}`}</Link>
        </li>
      ))}
    </ul>
  );
};
