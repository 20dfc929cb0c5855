import type { ComponentType } from 'react';
import { Accordion } from './accordion.tsx';
import { Button } from './button.tsx';
import { DateInput } from './date-input.tsx';
import { Dropdown, DropdownButtonItem } from './dropdown.tsx';
import * as feedback from './feedback.tsx';
import { Icon } from './icons.tsx';
import * as layout from './layout.tsx';
import { Link } from './link.tsx';
import { LoadingButton } from './loading-button.tsx';
import { LoadingSpinner } from './loading-spinner.tsx';
import { NumberInput } from './number-inputs.tsx';
import * as overlays from './overlays.tsx';
import { MultiSelect, Select } from './selects.tsx';
import { StepIndicator } from './step-indicator.tsx';
import * as table from './table.tsx';
import * as tabs from './tabs.tsx';
import * as tags from './tags.tsx';
import * as text from './text.tsx';
import * as textInputs from './text-inputs.tsx';
import * as toggles from './toggles.tsx';
import { Tooltip } from './tooltip.tsx';

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
