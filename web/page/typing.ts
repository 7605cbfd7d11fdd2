/** Whether a key belongs to the field it was pressed in. */
const FIELDS = 'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="submit"], [type="file"])';

export function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(FIELDS) !== null;
}
