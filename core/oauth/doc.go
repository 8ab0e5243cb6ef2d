// Package oauth holds the two halves of an authorization-code flow that do not talk to Ponto: the secrets that tie the
// answer to the question (PKCE verifier, state), and the loopback address to which the browser brings the answer.
package oauth
