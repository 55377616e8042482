/** Lets a button open and close something by `open`, which begins as `isOpen` says; `changed` hears of each click. */
export function listenToToggle(
  button: HTMLElement,
  isOpen: boolean,
  open: (isOpen: boolean) => void,
  changed: (isOpen: boolean) => void,
): void {
  let now = isOpen;
  const tell = (): void => {
    button.setAttribute('aria-pressed', String(now));
    open(now);
  };
  tell();
  button.addEventListener('click', () => {
    now = !now;
    tell();
    changed(now);
  });
}
