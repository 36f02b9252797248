import { Waypoints } from "lucide-react"
import { useEffect, useState } from "react"
import { t } from "../../language/t.ts"
import { type ProxySetting, parseProxy } from "../../model/proxy.ts"
import { Button } from "../../ui/Button.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useServices } from "../services.ts"
import { SettingsCard } from "./SettingsCard.tsx"

/** The proxy that asks servers which let no web page read their answers. */
export function ProxyCard() {
  const { proxy } = useServices()
  const [kept, setKept] = useState<ProxySetting | null | undefined>(undefined)
  useEffect(() => proxy.watch(setKept), [proxy])
  if (kept === undefined) return null
  return (
    <SettingsCard
      title={t`Proxy for servers that refuse pages`}
      help={t`Some servers let no web page read their answers (CORS), those of git among them. A proxy of yours can ask them in this page's place. The terminal needs none.`}
    >
      <ProxyForm key={JSON.stringify(kept)} kept={kept} />
    </SettingsCard>
  )
}

function ProxyForm({ kept }: { readonly kept: ProxySetting | null }) {
  const { proxy } = useServices()
  const [address, setAddress] = useState(kept?.address ?? "")
  const [hosts, setHosts] = useState(kept?.hosts.join(", ") ?? "")
  const [problem, setProblem] = useState("")
  async function save() {
    const setting = { address: address.trim(), hosts: hosts.split(/[\s,]+/).filter(host => host !== "") }
    const parsed = parseProxy(setting)
    setProblem(parsed.ok ? "" : parsed.error)
    if (parsed.ok) await proxy.write(setting)
  }
  return (
    <form
      className="flex flex-col gap-4 p-5"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label={t`Address of the proxy`}
        placeholder="https://proxy.example.com/?to={url}"
        help={t`What is asked goes where {url} stands, or to the end.`}
        value={address}
        onChange={setAddress}
        problem={problem}
        isMono
      />
      <TextField
        label={t`For which hosts`}
        placeholder="github.com, *.example.com"
        help={t`Several with commas between them; all that are not local if left empty. A workflow still has to be allowed each host.`}
        value={hosts}
        onChange={setHosts}
        isMono
      />
      <p className="text-xs text-muted">{t`The proxy sees everything that goes through it. Models are asked by it only where their hosts are named here. A key goes through it only if the proxy’s host is among the key’s own hosts.`}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          icon={Waypoints}
          isDisabled={address.trim() === ""}
        >{t`Use this proxy`}</Button>
        {kept !== null && <Button onPress={() => void proxy.write(null)}>{t`Use none`}</Button>}
      </div>
    </form>
  )
}
