import type { ComponentType } from 'react';
import * as accordion from './accordion.tsx';
import { Button } from './button.tsx';
import { BarChart, LineChart } from './charts.tsx';
import * as crmActions from './crm-actions.tsx';
import * as crmComponents from './crm-components.tsx';
import { DateInput } from './date-input.tsx';
import { Dropdown, DropdownButtonItem } from './dropdown.tsx';
import * as feedback from './feedback.tsx';
import { Form } from './form.tsx';
import { Icon } from './icons.tsx';
import * as layout from './layout.tsx';
import { Link } from './link.tsx';
import { LoadingButton } from './loading-button.tsx';
import { LoadingSpinner } from './loading-spinner.tsx';
import { CurrencyInput, NumberInput, StepperInput } from './number-inputs.tsx';
import * as overlays from './overlays.tsx';
import * as pages from './pages-and-files.tsx';
import { MultiSelect, Select } from './selects.tsx';
import { spaced } from './spaced.tsx';
import { StepIndicator } from './step-indicator.tsx';
import * as table from './table.tsx';
import * as tabs from './tabs.tsx';
import * as tags from './tags.tsx';
import * as text from './text.tsx';
import { Input, SearchInput, TextArea } from './text-inputs.tsx';
import { TimeInput } from './time-input.tsx';
import * as toggles from './toggles.tsx';
import { Tooltip } from './tooltip.tsx';

const { Alert, EmptyState, ErrorState, Illustration, ProgressBar, ScoreCircle } = feedback;
const { Statistics, StatisticsItem, StatisticsTrend } = feedback;
const { AutoGrid, Box, ButtonRow, Card, Center, Divider, Flex, Grid, GridItem, Inline } = layout;
const { MediaObject, Spacer, Stack, Tile } = layout;
const { Modal, ModalBody, ModalFooter, Panel, PanelBody, PanelFooter, PanelSection } = overlays;
const { DescriptionList, DescriptionListItem, ExpandableText, Heading, List, Text } = text;
const { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } = table;
const { Checkbox, RadioButton, Toggle, ToggleGroup } = toggles;
const { Image, StatusTag, Tag } = tags;

const standard = {
  Accordion: accordion.Accordion,
  Alert,
  AutoGrid,
  BarChart,
  Box,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  CurrencyInput,
  DateInput,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Dropdown,
  DropdownButtonItem,
  EmptyState,
  ErrorState,
  Flex,
  Form,
  Heading,
  Icon,
  Illustration,
  Image,
  Inline,
  Input,
  LineChart,
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
  RadioButton,
  ScoreCircle,
  SearchInput,
  Select,
  Spacer,
  Stack,
  Statistics,
  StatisticsItem,
  StatisticsTrend,
  StatusTag,
  StepIndicator,
  StepperInput,
  Tab: tabs.Tab,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
  Tabs: tabs.Tabs,
  Tag,
  Text,
  TextArea,
  Textarea: TextArea,
  Tile,
  TimeInput,
  Toggle,
  ToggleGroup,
  Tooltip,
};

const appPages = {
  HeaderActions: pages.HeaderActions,
  PrimaryHeaderActionButton: pages.PrimaryHeaderActionButton,
  SecondaryHeaderActionButton: pages.SecondaryHeaderActionButton,
  PageBreadcrumbs: pages.PageBreadcrumbs,
  PageBreadcrumbsCurrent: pages.PageBreadcrumbsCurrent,
  PageBreadcrumbsPageLink: pages.PageLink,
  PageHeader: pages.PageHeader,
  PageHeaderLink: pages.PageLink,
  PageHeaderPageLink: pages.PageLink,
  PageHeaderPrimaryAction: pages.PrimaryHeaderActionButton,
  PageHeaderSecondaryActions: pages.HeaderActions,
  PageLink: pages.PageLink,
  PageTitle: pages.PageTitle,
};

const experimental = {
  Center,
  ExpandableText,
  FileInput: pages.FileInput,
  FileUpload: pages.FileUpload,
  FileViewer: pages.FileViewer,
  Grid,
  GridItem,
  Iframe: pages.Iframe,
  MediaObject,
  SettingsView: pages.SettingsView,
  Stack2: Stack,
  ExperimentalFlex: spaced(Flex),
  ExperimentalBox: spaced(Box),
  ExperimentalInline: spaced(Inline),
  ExperimentalAutoGrid: spaced(AutoGrid),
  ExperimentalButtonRow: spaced(ButtonRow),
  ExperimentalButton: spaced(Button),
  ExperimentalLoadingButton: spaced(LoadingButton),
  ExperimentalInput: spaced(Input),
  ExperimentalTextArea: spaced(TextArea),
  ExperimentalNumberInput: spaced(NumberInput),
  ExperimentalDateInput: spaced(DateInput),
  ExperimentalTimeInput: spaced(TimeInput),
  ExperimentalCurrencyInput: spaced(CurrencyInput),
  ExperimentalStepperInput: spaced(StepperInput),
  ExperimentalSearchInput: spaced(SearchInput),
  ExperimentalSelect: spaced(Select),
  ExperimentalMultiSelect: spaced(MultiSelect),
  ExperimentalCheckbox: spaced(Checkbox),
  ExperimentalRadioButton: spaced(RadioButton),
  ExperimentalToggle: spaced(Toggle),
};

/** The host's component for every name that `@hubspot/ui-extensions` 0.17 can send. */
export const standIns = {
  ...standard,
  ...crmComponents,
  ...crmActions,
  ...appPages,
  ...experimental,
} as unknown as Record<string, ComponentType>;
