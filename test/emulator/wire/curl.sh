#!/bin/sh
# A call of the ECS API with nothing but curl and openssl: curl.sh URL SECRET [curl options …]
set -eu
url=$1 secret=$2
shift 2
nonce=$(openssl rand -hex 8)
time=$(date -u +%Y-%m-%dT%H%%3A%M%%3A%SZ)
# Sorted by name, each value percent-encoded.
query="AccessKeyId=emulator&Action=DescribeSecurityGroups&Format=JSON&RegionId=cn-hangzhou"
query="$query&SecurityGroupName=a%20b%2A&SignatureMethod=HMAC-SHA1&SignatureNonce=$nonce"
query="$query&SignatureVersion=1.0&Timestamp=$time&Version=2014-05-26"
to_sign="GET&%2F&$(printf %s "$query" | sed 's/%/%25/g; s/&/%26/g; s/=/%3D/g')"
signature=$(printf %s "$to_sign" | openssl dgst -sha1 -hmac "$secret&" -binary | openssl base64)
exec curl -sS --get "$@" "$url/?$query" --data-urlencode "Signature=$signature"
