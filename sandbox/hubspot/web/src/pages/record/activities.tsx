import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { Attachment, DealRecord, TimelineEntry } from '../../api/types.ts';
import { formatValue } from '../../host/format-value.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { Button } from '../../stand-ins/button.tsx';
import { Glyph } from '../../stand-ins/icons.tsx';
import { Link } from '../../stand-ins/link.tsx';
import { TextArea } from '../../stand-ins/text-inputs.tsx';
import { plainText } from './plain-text.ts';
import type { DealPage } from './use-deal-page.ts';

const FIRST = 25;

/** Notes with their attachments, and changes of properties, newest first. */
export const Activities = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const [most, setMost] = useState(FIRST);
  return (
    <div className="crm-activities">
      <NoteEditor deal={deal} page={page} />
      <ol className="crm-timeline">
        {deal.timeline.slice(0, most).map((entry, index) => (
          <li key={index} className="crm-panel crm-panel--padded">
            <Entry entry={entry} deal={deal} page={page} />
          </li>
        ))}
      </ol>
      {deal.timeline.length === 0 ? <p className="crm-quiet">No activity yet.</p> : null}
      {deal.timeline.length > most ? (
        <Button
          onClick={() => {
            setMost(most + 50);
          }}
        >
          Show older activity
        </Button>
      ) : null}
    </div>
  );
};

const Entry = ({ entry, deal, page }: { entry: TimelineEntry; deal: DealRecord; page: DealPage }) => {
  const place = placeOf(useSession());
  const when = formatValue(entry.at, { type: 'datetime', options: [] }, place);
  if (entry.kind === 'note') {
    return (
      <article>
        <header className="crm-timeline__head">
          <span>
            <strong>Note</strong>
            {entry.author === null ? '' : ` by ${entry.author}`}
          </span>
          <time dateTime={entry.at}>{when}</time>
        </header>
        <p className="crm-timeline__body">{plainText(entry.body)}</p>
        {entry.attachments.map((file) => (
          <FileLine key={file.id} file={file} portalId={deal.portalId} />
        ))}
      </article>
    );
  }
  const value = (text: string | null) =>
    text === null || text === '' ? 'blank' : page.show(entry.property, text);
  return (
    <article>
      <header className="crm-timeline__head">
        <span>
          <strong>{entry.label}</strong>
          {entry.from === null ? ' set to ' : ` changed from ${value(entry.from)} to `}
          {value(entry.to)}
        </span>
        <time dateTime={entry.at}>{when}</time>
      </header>
      <p className="crm-quiet">{sourceText(entry.source, entry.sourceId)}</p>
    </article>
  );
};

const sourceText = (source: string, id: string | null): string => {
  if (source === 'CRM_UI') return 'Changed on the record';
  if (source === 'INTEGRATION') return `Changed by an app${id === null ? '' : ` (${id})`}`;
  return `Source: ${source.toLowerCase().replaceAll('_', ' ')}`;
};

const FileLine = ({ file, portalId }: { file: Attachment; portalId: number }) => (
  <div className="crm-file">
    <Glyph name="paperclip" />
    <Link href={{ url: crm.fileUrl(portalId, file.id), external: true }}>{file.name}</Link>
    <span className="crm-quiet">{`${String(Math.max(1, Math.round(file.size / 1024)))} KB`}</span>
  </div>
);

const NoteEditor = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const { user } = useSession();
  const [text, setText] = useState('');
  const add = async (): Promise<void> => {
    const properties = { hs_note_body: text, hs_timestamp: new Date().toISOString() };
    const saved = await page.change(() =>
      crm.createRecord(deal.portalId, 'notes', { userId: user.id, properties, dealId: deal.id }),
    );
    if (saved) setText('');
  };
  return (
    <section className="crm-panel crm-panel--padded" aria-label="New note">
      <TextArea
        name="note"
        label="Note"
        rows={2}
        value={text}
        onInput={setText}
        placeholder="Write a note…"
      />
      <div className="hs-button-row">
        <Button size="sm" variant="primary" disabled={text.trim() === ''} onClick={() => void add()}>
          Save note
        </Button>
      </div>
    </section>
  );
};
