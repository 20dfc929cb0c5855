import type { ComponentType } from 'react';
import { Accordion } from './content/accordion.tsx';
import { Button } from './actions/button.tsx';
import { DateInput } from './inputs/date-input.tsx';
import { Dropdown, DropdownButtonItem } from './actions/dropdown.tsx';
import * as feedback from './content/feedback.tsx';
import { Icon } from './base/icons.tsx';
import * as layout from './content/layout.tsx';
import { Link } from './actions/link.tsx';
import { LoadingButton } from './actions/loading-button.tsx';
import { LoadingSpinner } from './base/loading-spinner.tsx';
import { NumberInput } from './inputs/number-inputs.tsx';
import * as overlays from './actions/overlays.tsx';
import { MultiSelect, Select } from './inputs/selects.tsx';
import { StepIndicator } from './content/step-indicator.tsx';
import * as table from './content/table.tsx';
import * as tabs from './content/tabs.tsx';
import * as tags from './content/tags.tsx';
import * as text from './content/text.tsx';
import * as textInputs from './inputs/text-inputs.tsx';
import * as toggles from './inputs/toggles.tsx';
import { Tooltip } from './base/tooltip.tsx';

/**
 * The host's component for each name that a bundle sends: those that DealDraft draws, and no other. A card that draws
 * one more breaks with "Unknown component": draw it here then.
 */
export const standIns = {
  ...feedback,
  ...layout,
  ...overlays,
  ...table,
  ...tabs,
  ...tags,
  ...text,
  ...textInputs,
  ...toggles,
  Accordion,
  Button,
  DateInput,
  Dropdown,
  DropdownButtonItem,
  Icon,
  Link,
  LoadingButton,
  LoadingSpinner,
  MultiSelect,
  NumberInput,
  Select,
  StepIndicator,
  Tooltip,
} as unknown as Record<string, ComponentType>;
