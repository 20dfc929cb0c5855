import { config } from '@hubspot/eslint-config-ui-extensions';
import tseslint from 'typescript-eslint';

// HubSpot's rules, as its project templates have them: `hs project lint` finds this file.
export default [{ files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } }, ...config];
