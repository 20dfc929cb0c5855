import { Link, Text } from '@hubspot/ui-extensions';
import type { FileView } from '@dealdraft/wire/settings.ts';
import { SmallButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { useSettings } from './settings-services.ts';

/** A file to save, and its text to copy: an extension cannot write to somebody's disk by itself. */
export const FileBox = ({ file }: { file: FileView }) => {
  const { host } = useSettings();
  const { text } = file;
  return (
    <Column gap="sm">
      <Text>{file.fileName}</Text>
      <Row align="center">
        <Link href={{ url: file.url, external: true }}>Download the file</Link>
        {text === null ? null : (
          <SmallButton
            onClick={() => {
              void host.copy(text).then(() => {
                host.alert('success', 'The file’s text is on the clipboard.');
              });
            }}
          >
            Copy its text
          </SmallButton>
        )}
      </Row>
      <Small>The link works for a few minutes.</Small>
    </Column>
  );
};
