// Package secret keeps the one key that everything confidential in Ferry's file is sealed with: an age X25519 identity,
// held by the operating system's keyring where one answers, else in a key file locked with a passphrase.
//
// Only the key lives outside the file. Client secrets, tokens and certificates are sealed with it and stored inside, so
// the limits that keyrings set on size and number of entries never matter.
package secret
