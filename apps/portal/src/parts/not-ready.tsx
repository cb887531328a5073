import { useView } from '../portal/context.ts'
import { texts } from '../texts/current.ts'
import { Banner } from './banner.tsx'

/** In place of a button that could only fail: the team has not finished setting the integration up. */
export function NotReady() {
  const { product } = useView()
  const { setupTitle, setup, setupText } = texts.failed
  return (
    <Banner tone="warning" title={setupTitle}>
      <p>{`${setup(product.name)} ${setupText(product.name)}`}</p>
    </Banner>
  )
}
