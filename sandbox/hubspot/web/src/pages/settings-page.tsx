import { HostedCard, useBundles } from '../host/hosted-card.tsx';
import { PlainLink } from '../shell/plain-link.tsx';
import { useAddress } from '../shell/router.ts';
import { addressOf } from '../shell/routes.ts';
import { useSession } from '../shell/session.tsx';
import { Alert } from '../stand-ins/content/feedback.tsx';
import { LoadingSpinner } from '../stand-ins/base/loading-spinner.tsx';

const sections: [string, string[]][] = [
  ['Your preferences', ['General', 'Notifications', 'Security']],
  ['Account management', ['Account defaults', 'Users & teams', 'Integrations']],
  ['Data management', ['Properties', 'Objects', 'Import & export']],
];

/** The app's settings where an admin finds them: Integrations, Connected apps, DealDraft, Settings. */
export const SettingsPage = () => {
  const { portal } = useSession();
  const bundles = useBundles();
  const embedded = useAddress().searchParams.has('embed');
  const entry = bundles.value?.find(({ type }) => type === 'settings');
  const content =
    entry === undefined ? (
      bundles.loading ? (
        <LoadingSpinner label="Loading the settings" layout="centered" />
      ) : (
        <Alert title="The settings page has not been built" variant="warning">
          {bundles.failure ?? 'The project has no settings page.'}
        </Alert>
      )
    ) : (
      <HostedCard entry={entry} record={null} />
    );
  if (embedded)
    return <main className="crm-embed crm-embed--tab crm-panel crm-panel--padded">{content}</main>;
  return (
    <div className="crm-settings">
      <nav className="crm-settings__nav" aria-label="Settings">
        <p className="crm-settings__title">Settings</p>
        {sections.map(([title, entries]) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {entries.map((name) => (
                <li key={name}>
                  {name === 'Integrations' ? (
                    <PlainLink
                      to={addressOf.settings(portal.portalId)}
                      current
                      className="crm-settings__link"
                    >
                      Integrations
                    </PlainLink>
                  ) : (
                    <span className="crm-settings__link crm-settings__link--off">{name}</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <main className="crm-settings__main">
        <nav className="crm-crumbs" aria-label="Breadcrumbs">
          <span>Integrations</span>
          <span aria-hidden="true">›</span>
          <span>Connected apps</span>
          <span aria-hidden="true">›</span>
          <span aria-current="page">DealDraft</span>
        </nav>
        <header className="crm-app-head">
          <span className="crm-app-head__logo" aria-hidden="true">
            D
          </span>
          <div>
            <h1>DealDraft</h1>
            <p className="crm-quiet">{`Installed in ${portal.name}`}</p>
          </div>
        </header>
        <div className="hs-tabs hs-tabs--default">
          <div className="hs-tabs__list" role="tablist" aria-label="App">
            <button
              type="button"
              role="tab"
              className="hs-tabs__tab"
              aria-selected="true"
              aria-controls="app-settings"
            >
              Settings
            </button>
          </div>
        </div>
        <section
          id="app-settings"
          role="tabpanel"
          aria-label="Settings"
          className="crm-panel crm-panel--padded"
        >
          {content}
        </section>
      </main>
    </div>
  );
};
