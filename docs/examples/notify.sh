#!/bin/sh
# Tells a user by HTTP that an order has been sent:  notify.sh OPENID ORDER
#
# MINIPUSH_APP_ID names the app; MINIPUSH_HTTP_HOST, MINIPUSH_HTTP_PORT and MINIPUSH_API_KEY are what the gateway runs with.
set -eu
openid=${1:?which user: the openid}
order=${2:?which order: its number}

# The order makes the key. So curl may repeat what had no answer, and so may whoever calls this: the user is told once.
# The API key comes by way of standard input: every user of the machine could read it among the arguments.
{ [ -z "${MINIPUSH_API_KEY:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$MINIPUSH_API_KEY"; } |
curl --config - --silent --show-error --fail-with-body --max-time 30 --retry 5 --retry-connrefused \
    --header 'Content-Type: application/json' \
    --header "Idempotency-Key: order-$order-sent" \
    --data-binary '{
        "touser": "'"$openid"'",
        "template_id": "AT1633",
        "page": "pages/order/index?id='"$order"'",
        "reference": "order-'"$order"'",
        "data": {
            "keyword1": {"value": "您的订单已发货 (your order has been sent)"},
            "keyword2": {"value": "'"$order"'"}
        }
    }' \
    "http://${MINIPUSH_HTTP_HOST:-127.0.0.1}:${MINIPUSH_HTTP_PORT:-8080}/v1/apps/$MINIPUSH_APP_ID/notifications"
