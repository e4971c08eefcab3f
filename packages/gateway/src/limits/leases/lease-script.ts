/** A gateway that has not been heard of for this long is not counted among those that share. */
export const gatewayGoneMs = 10_000;

/** How long the gateways have, after the store began empty, to say what they hold before what is left is given freely. */
export const settleMs = 5_000;

/** How long a gateway that found too little keeps others from holding more than they need. */
export const starvingMs = 2_000;

/** A process that was heard of within this time is alive: it asks several times a second. */
const aliveMs = 1_500;

/**
 * One exchange with the store, atomic. For each meter a hash holds the part of the limit that each gateway may use; the
 * parts never add up to more than the limit, except by what a gateway had used already. A gateway names the whole part
 * that it wants and not a change of it, so that a repeated or lost exchange changes nothing; an exchange that was
 * overtaken by a later one of the same process is ignored. Time is the store's: gateways' clocks are never compared.
 *
 * Each process has a part of its own. What one leaves behind that is gone falls to the next one of its gateway; two that
 * live under one name, by mistake, count as two gateways, and are told of it.
 *
 * KEYS: when the store began, the gateways, the starving meters, then one hash for each meter.
 * ARGV: gateway, process, sequence number, whether the gateway leaves (1), then for each meter: what it wants, what it has
 * used of that already, the least that is of use to it beyond, the limit, ms that its part outlives it, whether it is to
 * be spared (1).
 * Answers: gateways, starving meters, then for each meter the part granted and what others hold, and how many other
 * processes live under the gateway's name.
 */
export const leaseScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gateway, process, sequence, leaves = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local me = gateway .. '/' .. process
local function isOurs(name) return string.match(name, '^(.*)/') == gateway or name == gateway end
local function text(number) return string.format('%.0f', number) end

local born = tonumber(redis.call('GET', KEYS[1]) or '')
if not born then
  born = now
  redis.call('SET', KEYS[1], text(now))
end
local settling = now - born < ${settleMs}

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - ${gatewayGoneMs}))
if leaves then redis.call('ZREM', KEYS[2], me) else redis.call('ZADD', KEYS[2], text(now), me) end
local alive, twins = {}, 0
local known = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
for i = 1, #known, 2 do
  if known[i] ~= me and isOurs(known[i]) then
    if tonumber(known[i + 1]) > now - ${aliveMs} then
      alive[known[i]] = true
      twins = twins + 1
    else
      redis.call('ZREM', KEYS[2], known[i])
    end
  end
end
local gateways = math.max(1, redis.call('ZCARD', KEYS[2]))

local answers = {}
for at = 4, #KEYS do
  local key, base = KEYS[at], (at - 4) * 6 + 4
  local want, used, least, limit = tonumber(ARGV[base + 1]), tonumber(ARGV[base + 2]), tonumber(ARGV[base + 3]), tonumber(ARGV[base + 4])
  local keepMs = tonumber(ARGV[base + 5])
  local others, mine, overtaken = 0, 0, false
  local parts = redis.call('HGETALL', key)
  for i = 1, #parts, 2 do
    local held, untilMs, number = string.match(parts[i + 1], '^(%S+) (%S+) %S+ (%S+)$')
    if parts[i] == me then
      mine = tonumber(held)
      overtaken = tonumber(number) >= sequence
    elseif tonumber(untilMs) <= now or (isOurs(parts[i]) and not alive[parts[i]]) then
      redis.call('HDEL', key, parts[i])
    else
      others = others + tonumber(held)
    end
  end
  local granted = mine
  if not overtaken then
    local room = math.max(0, limit - others)
    local free = math.max(0, room - used)
    -- A share of what is left: the last of it goes out in the smallest pieces, so that nobody sits on it.
    local share = free
    if ARGV[base + 6] == '1' then share = math.max(least, math.floor(free / gateways)) end
    if settling then share = math.max(least, math.floor(free / 16)) end
    granted = math.max(used, math.min(want, room, math.max(mine, used + share)))
    -- Part of what it takes for a request is of use to nobody: others may make a whole of it.
    if granted < used + least then granted = math.max(used, math.min(granted, mine)) end
    if granted > 0 then
      redis.call('HSET', key, me, text(granted) .. ' ' .. text(now + keepMs) .. ' ' .. process .. ' ' .. text(sequence))
      if redis.call('PTTL', key) < keepMs then redis.call('PEXPIRE', key, text(keepMs)) end
    else
      redis.call('HDEL', key, me)
    end
    if granted < used + least then redis.call('ZADD', KEYS[3], text(now), key) end
  end
  answers[#answers + 1] = text(granted)
  answers[#answers + 1] = text(others)
end

redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now - ${starvingMs}))
return { gateways, redis.call('ZREVRANGE', KEYS[3], 0, 99), answers, twins }
`;
