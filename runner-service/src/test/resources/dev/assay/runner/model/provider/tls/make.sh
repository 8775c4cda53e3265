#!/bin/sh
# Makes the key stores and certificates of TlsTest anew, by the JDK's keytool. They are for tests only: the password is "changeit", and nobody
# trusts their authority.
set -eu
cd "$(dirname "$0")"
rm -f -- *.p12 *.pem
keys() { keytool -storepass changeit -storetype PKCS12 "$@" 2>/dev/null; }
keys -genkeypair -keystore authority.p12 -alias a -keyalg EC -groupname secp256r1 -dname "CN=Authority of Assay's tests" -ext bc:c -validity 36500
keys -exportcert -keystore authority.p12 -alias a -rfc > authority.pem
# name, names that it is good for, options of its time
leaf() {
  name=$1; names=$2; shift 2
  keys -genkeypair -keystore "$name.p12" -alias a -keyalg EC -groupname secp256r1 -dname "CN=$name"
  keys -certreq -keystore "$name.p12" -alias a |
    keys -gencert -keystore authority.p12 -alias a -ext "san=$names" -rfc "$@" > "$name.tmp"
  keys -importcert -keystore "$name.p12" -alias authority -file authority.pem -noprompt
  keys -importcert -keystore "$name.p12" -alias a -file "$name.tmp"
  rm "$name.tmp"
}
leaf good dns:localhost,ip:127.0.0.1 -validity 36500
leaf expired dns:localhost,ip:127.0.0.1 -startdate 2020/01/01 -validity 1
leaf other-host dns:elsewhere.example -validity 36500
rm authority.p12
