/** Every host that `@useparagon/connect` knows, led to one server: the second argument of `configureGlobal`. */
export function paragonHosts(origin: string) {
  return {
    ZEUS_PUBLIC_URL: origin,
    HERMES_PUBLIC_URL: origin,
    WORKER_PROXY_PUBLIC_URL: origin,
    CONNECT_PUBLIC_URL: origin,
    DASHBOARD_PUBLIC_URL: origin,
    CDN_PUBLIC_URL: origin,
    PASSPORT_PUBLIC_URL: origin,
    PASSPORT_PRODUCTION_URL: origin,
    API_TRIGGER_KIT_PUBLIC_URL: origin,
  }
}
