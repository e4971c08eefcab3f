/** Puts the focus into the search field of the screen; without one, `otherwise`. */
export function focusSearch(otherwise: () => void): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]:not(:disabled)');
  if (field === null) otherwise();
  else {
    field.focus();
    field.select();
  }
}
