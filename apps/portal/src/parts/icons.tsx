import type { ComponentChildren } from 'preact'

function icon(shape: ComponentChildren) {
  return () => (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {shape}
    </svg>
  )
}

export const CloseIcon = icon(<path d="m5.5 5.5 9 9m0-9-9 9" />)
export const BackIcon = icon(<path d="m12 4.5-5.5 5.5 5.5 5.5" />)
export const ForwardIcon = icon(<path d="m8 4.5 5.5 5.5L8 15.5" />)
export const DownIcon = icon(<path d="m5 7.5 5 5 5-5" />)
export const CheckIcon = icon(<path class="stroke-drawn" d="m4.5 10.5 3.5 3.5 7.5-8" />)
export const PlusIcon = icon(<path d="M10 4.5v11m-5.5-5.5h11" />)
export const WarningIcon = icon(<path d="M10 3.2 17.6 16.5H2.4L10 3.2Zm0 5v3.6m0 2.2v.2" />)
export const ExternalIcon = icon(
  <path d="M8 4.5H5.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V12M11.5 4.5h4v4m0-4-6 6" />,
)
export const OfflineIcon = icon(
  <path d="m3.5 3.5 13 13M6.2 8.2a7.5 7.5 0 0 0-2.4 1.7m12.4 0A8.4 8.4 0 0 0 10 7.3M7.4 12.4a4 4 0 0 1 5.2 0M10 15.4v.1" />,
)
