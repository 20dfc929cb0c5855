import type { ComponentType } from 'react';
import { Button } from './actions/button.tsx';
import { Dropdown, DropdownButtonItem } from './actions/dropdown.tsx';
import { Link } from './actions/link.tsx';
import { LoadingButton } from './actions/loading-button.tsx';
import {
  Modal,
  ModalBody,
  ModalFooter,
  Panel,
  PanelBody,
  PanelFooter,
  PanelSection,
} from './actions/overlays.tsx';
import { Icon } from './base/icons.tsx';
import { LoadingSpinner } from './base/loading-spinner.tsx';
import { Tooltip } from './base/tooltip.tsx';
import { Accordion } from './content/accordion.tsx';
import {
  Alert,
  EmptyState,
  ErrorState,
  ProgressBar,
  Statistics,
  StatisticsItem,
} from './content/feedback.tsx';
import { Box, Divider, Flex, Tile } from './content/layout.tsx';
import { StepIndicator } from './content/step-indicator.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from './content/table.tsx';
import { Tab, Tabs } from './content/tabs.tsx';
import { StatusTag, Tag } from './content/tags.tsx';
import { DescriptionList, DescriptionListItem, Heading, List, Text } from './content/text.tsx';
import { NumberInput } from './inputs/number-inputs.tsx';
import { MultiSelect, Select } from './inputs/selects.tsx';
import { Input, SearchInput, TextArea } from './inputs/text-inputs.tsx';
import { Checkbox, ToggleGroup } from './inputs/toggles.tsx';

/**
 * The host's component for each name that a bundle sends: those that DealDraft draws, and no other. A card that draws
 * one more breaks with "Unknown component": draw it here then.
 */
export const standIns = {
  Accordion,
  Alert,
  Box,
  Button,
  Checkbox,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Dropdown,
  DropdownButtonItem,
  EmptyState,
  ErrorState,
  Flex,
  Heading,
  Icon,
  Input,
  Link,
  List,
  LoadingButton,
  LoadingSpinner,
  Modal,
  ModalBody,
  ModalFooter,
  MultiSelect,
  NumberInput,
  Panel,
  PanelBody,
  PanelFooter,
  PanelSection,
  ProgressBar,
  SearchInput,
  Select,
  Statistics,
  StatisticsItem,
  StatusTag,
  StepIndicator,
  Tab,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tabs,
  Tag,
  Text,
  TextArea,
  Tile,
  ToggleGroup,
  Tooltip,
} as unknown as Record<string, ComponentType>;
