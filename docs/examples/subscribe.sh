#!/bin/sh
# A user has allowed a subscribe template once: hands that in, and sends the message.  subscribe.sh OPENID TEMPLATE ORDER
#
# The keys in the data (thing1, time2, thing3) are those of your template: GET /v1/apps/APPID/templates shows them.
# MINIPUSH_APP_ID names the app; MINIPUSH_HTTP_HOST, MINIPUSH_HTTP_PORT and MINIPUSH_API_KEY are what the gateway runs with.
set -eu
openid=${1:?which user: the openid}
template=${2:?which template: its id}
order=${3:?which order: its number}

# The API key comes by way of standard input: every user of the machine could read it among the arguments.
post() {
    path=$1
    shift
    { [ -z "${MINIPUSH_API_KEY:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$MINIPUSH_API_KEY"; } |
    curl --config - --silent --show-error --fail-with-body --max-time 30 --retry 5 --retry-connrefused \
        --header 'Content-Type: application/json' "$@" \
        "http://${MINIPUSH_HTTP_HOST:-127.0.0.1}:${MINIPUSH_HTTP_PORT:-8080}/v1/apps/$MINIPUSH_APP_ID/$path"
    echo
}

# What wx.requestSubscribeMessage returned in the mini program. The event_id is a name of your own for this tap of the user:
# with it the request may be repeated, and the tap still counts once. Not needed where WeChat pushes its events to the gateway.
post subscriptions --data-binary '{
    "openid": "'"$openid"'",
    "accepted": ["'"$template"'"],
    "event_id": "allowed-for-order-'"$order"'"
}'

# Had the user not allowed it, the message would wait for that.
post notifications --header "Idempotency-Key: order-$order-ready" --data-binary '{
    "channel": "subscribe",
    "touser": "'"$openid"'",
    "template_id": "'"$template"'",
    "page": "pages/order/index?id='"$order"'",
    "reference": "order-'"$order"'",
    "data": {
        "thing1": {"value": "拿铁 (latte)"},
        "time2": {"value": "15:01"},
        "thing3": {"value": "订单 '"$order"' 请到店取餐"}
    }
}'
