import type { PathName } from './icon-paths.ts';
import { paths } from './icon-paths.ts';

/** HubSpot's icon names, each family with the outline that stands for it. Names that are outlines themselves need no row. */
const families: Partial<Record<PathName, string>> = {
  add: 'moreCircle publish insert enroll',
  bell: 'notification notificationOff snooze',
  book: 'lesson knowledgeBase cap guidedActions',
  bulb: 'light',
  calendar: 'appointment date',
  chart: 'reports generateChart gauge goal signal signalPoor',
  check: 'success spellCheck',
  checkCircle: 'approvals',
  circle: 'circleFilled circleHollow record',
  clock: 'delay recentlySelected',
  code: 'developerProjects hubDB test',
  comment: 'messages mention questionAnswer',
  copy: 'duplicate replace',
  cross: 'remove strike',
  crossCircle: 'xCircle filledXCircleIcon',
  document:
    'documents file description readMore viewDetails salesTemplates textBodyExpanded textSnippet registration presentation powerPointFile salesQuote callTranscript',
  dots: 'ellipses',
  down: 'downCarat',
  edit: 'notEditable styles textColor',
  exclamation: 'flame',
  warning: 'exclamationCircle',
  eye: 'view readOnlyView',
  eyeOff: 'hide',
  face: 'faceHappy faceHappyFilled faceNeutral faceNeutralFilled faceSad faceSadFilled robot',
  flag: 'campaigns sequences',
  folder: 'folderOpen inbox',
  gear: 'settings sprocket',
  globe: 'globeLine language website translate',
  home: 'realEstateListing',
  image: 'imageGallery',
  info: 'infoNoCircle',
  link: 'forward',
  list: 'listView tasks',
  lock: 'locked',
  mail: 'email emailOpen emailThreadedReplies',
  minus: 'lessCircle',
  money: 'bank paymentSubscriptions invoice order gift product quickbooks',
  nodes: 'objectAssociations objectAssociationsManyToMany objectAssociationsManyToOne workflows',
  paperclip: 'attach',
  person: 'contact crm',
  phone: 'calling callingHangup callingMade callingMissed callingVoicemail mobile tablet',
  pin: 'location',
  puzzle: 'integrations office365',
  question: 'questionCircle',
  refresh: 'dataSync rotate',
  sort: 'sortAlpAsc sortAlpDesc sortAmtAsc sortAmtDesc sortNumAsc sortNumDesc sortTableAsc sortTableDesc',
  spark: 'artificialIntelligence artificialIntelligenceEnhanced enrichment',
  share: 'facebook googlePlus instagram linkedin pinterest rss twitter x xing youtube youtubePlay',
  star: 'favoriteHollow',
  stop: 'block stopRecord',
  tag: 'ticket',
  text: 'textDataType',
  thumb: 'thumbsUp thumbsDown',
  trash: 'delete',
  cart: 'shoppingCart',
  up: 'upCarat',
  video: 'insertVideo videoFile videoPlayerSubtitles',
  zoom: 'zoomIn zoomOut',
};

const byName = new Map<string, PathName>(
  Object.entries(families).flatMap(([path, names]) =>
    names.split(' ').map((name): [string, PathName] => [name, path as PathName]),
  ),
);

const isPath = (name: string): name is PathName => name in paths;

/** The outline for an icon name; a name that is not known gets a plain circle, so that it is seen. */
export const pathFor = (name: string): string => paths[byName.get(name) ?? (isPath(name) ? name : 'circle')];
