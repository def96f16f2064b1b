package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"text/template"

	"sigs.k8s.io/yaml"
	"software.sslmate.com/src/go-pkcs12"
)

// The functions that operators for secrets have beside sprig's, written here over the same Go libraries that they use.
var fieldFunctions = template.FuncMap{
	"toYaml":              toYaml,
	"fromYaml":            fromYaml,
	"pkcs12key":           func(data string) (string, error) { return archiveKey("", data) },
	"pkcs12keyPass":       archiveKey,
	"pkcs12cert":          func(data string) (string, error) { return archiveCertificates("", data) },
	"pkcs12certPass":      archiveCertificates,
	"pemToPkcs12":         func(cert, key string) (string, error) { return toArchive(cert, key, "", false) },
	"pemToPkcs12Pass":     func(cert, key, pass string) (string, error) { return toArchive(cert, key, pass, false) },
	"fullPemToPkcs12":     func(cert, key string) (string, error) { return toArchive(cert, key, "", true) },
	"fullPemToPkcs12Pass": func(cert, key, pass string) (string, error) { return toArchive(cert, key, pass, true) },
	"filterPEM":           filterPEM,
	"filterCertChain":     filterCertChain,
	"jwkPublicKeyPem":     jwkPublicKey,
	"jwkPrivateKeyPem":    jwkPrivateKey,
	"decodeBase64ToBytes": func(text string) (string, error) {
		data, err := base64.StdEncoding.DecodeString(text)
		return string(data), err
	},
	"encodeBase64": func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) },
}

func toYaml(value any) string {
	data, err := yaml.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(data), "\n")
}

func fromYaml(text string) map[string]any {
	values := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &values); err != nil {
		// Others show the library's own message here.
		values["Error"] = "the text is not a map in YAML"
	}
	return values
}

func encode(kind string, data []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}))
}

func archiveKey(password, data string) (string, error) {
	key, _, _, err := pkcs12.DecodeChain([]byte(data), password)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return encode("PRIVATE KEY", der), err
}

func archiveCertificates(password, data string) (string, error) {
	_, first, others, err := pkcs12.DecodeChain([]byte(data), password)
	if err != nil {
		return "", err
	}
	all := append([]*x509.Certificate{first}, others...)
	if chain, err := order(all); err == nil {
		all = chain
	}
	return encodeAll(all), nil
}

func encodeAll(all []*x509.Certificate) string {
	var text strings.Builder
	for _, certificate := range all {
		text.WriteString(encode("CERTIFICATE", certificate.Raw))
	}
	return text.String()
}

func certificates(text string) (all []*x509.Certificate, err error) {
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, certificate)
	}
	return all, nil
}

// From the leaf up, by key identifiers.
func order(all []*x509.Certificate) ([]*x509.Certificate, error) {
	parents := map[int]int{}
	issues := map[int]bool{}
	for child := range all {
		for parent := range all {
			if child != parent && bytes.Equal(all[child].AuthorityKeyId, all[parent].SubjectKeyId) {
				parents[child] = parent
				issues[parent] = true
				break
			}
		}
	}
	leaf := -1
	for i := range all {
		if issues[i] {
			continue
		}
		if leaf >= 0 {
			return nil, errors.New("more than one leaf")
		}
		leaf = i
	}
	if leaf < 0 {
		return nil, errors.New("no leaf")
	}
	var chain []*x509.Certificate
	for next, more := leaf, true; more; {
		if chain = append(chain, all[next]); len(chain) > len(all) {
			return nil, errors.New("a circle")
		}
		next, more = parents[next]
	}
	return chain, nil
}

func isRoot(certificate *x509.Certificate) bool {
	return certificate.AuthorityKeyId == nil || bytes.Equal(certificate.AuthorityKeyId, certificate.SubjectKeyId)
}

func filterCertChain(kind, text string) (string, error) {
	all, err := certificates(text)
	if err != nil {
		return "", err
	}
	chain, err := order(all)
	if err != nil {
		return "", err
	}
	var kept []*x509.Certificate
	switch kind {
	case "leaf":
		if !isRoot(chain[0]) {
			kept = chain[:1]
		}
	case "intermediate":
		for _, certificate := range chain[1:] {
			if isRoot(certificate) {
				break
			}
			kept = append(kept, certificate)
		}
	case "root":
		if last := chain[len(chain)-1]; isRoot(last) {
			kept = append(kept, last)
		}
	}
	return encodeAll(kept), nil
}

func filterPEM(kind, text string) (string, error) {
	var kept strings.Builder
	rest := []byte(text)
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			break
		}
		if strings.EqualFold(block.Type, kind) {
			kept.Write(pem.EncodeToMemory(block))
		}
	}
	if kept.Len() == 0 && len(rest) != 0 {
		return "", errors.New("junk")
	}
	return kept.String(), nil
}

func privateKey(data []byte) (any, error) {
	if key, err := x509.ParsePKCS1PrivateKey(data); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS8PrivateKey(data); err == nil {
		return key, nil
	}
	return x509.ParseECPrivateKey(data)
}

// Other operators salt an archive by chance. Ours derives the salts from the content, and so does this program, so that the bytes
// can be compared: HMAC-SHA-256 in counter mode, keyed with a digest of the key, the certificates and the password.
func derivedBytes(parts ...[]byte) io.Reader {
	seed := sha256.New()
	for _, part := range parts {
		_ = binary.Write(seed, binary.BigEndian, uint32(len(part)))
		seed.Write(part)
	}
	var stream bytes.Buffer
	for i := 0; i < 3; i++ {
		block := hmac.New(sha256.New, seed.Sum(nil))
		fmt.Fprintf(block, "salts of a PKCS#12 archive %d", i)
		stream.Write(block.Sum(nil))
	}
	return &stream
}

func toArchive(certificateText, keyText, password string, all bool) (string, error) {
	chain, err := certificates(certificateText)
	if err != nil {
		return "", err
	}
	if len(chain) == 0 {
		return "", errors.New("no certificate")
	}
	if !all {
		chain = chain[:1]
	}
	block, _ := pem.Decode([]byte(keyText))
	if block == nil {
		return "", errors.New("no key")
	}
	key, err := privateKey(block.Bytes)
	if err != nil {
		return "", err
	}
	keyData, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	parts := [][]byte{keyData}
	for _, certificate := range chain {
		parts = append(parts, certificate.Raw)
	}
	random := derivedBytes(append(parts, []byte(password))...)
	data, err := pkcs12.Modern2023.WithRand(random).Encode(key, chain[0], chain[1:], password)
	return base64.StdEncoding.EncodeToString(data), err
}

type jwk struct {
	Kty, Crv, N, E, D, P, Q, X, Y string
}

func (key jwk) number(text string) *big.Int {
	data, _ := base64.RawURLEncoding.DecodeString(text)
	return new(big.Int).SetBytes(data)
}

func (key jwk) bytes(text string) []byte {
	data, _ := base64.RawURLEncoding.DecodeString(text)
	return data
}

func parseJwk(text string) (key jwk, err error) {
	return key, json.Unmarshal([]byte(text), &key)
}

var curves = map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}

func (key jwk) public() (any, error) {
	switch {
	case key.Kty == "RSA":
		return &rsa.PublicKey{N: key.number(key.N), E: int(key.number(key.E).Int64())}, nil
	case key.Kty == "EC" && curves[key.Crv] != nil:
		public := &ecdsa.PublicKey{Curve: curves[key.Crv], X: key.number(key.X), Y: key.number(key.Y)}
		_, err := public.ECDH()
		return public, err
	case key.Kty == "OKP" && key.Crv == "Ed25519":
		return ed25519.PublicKey(key.bytes(key.X)), nil
	case key.Kty == "OKP" && key.Crv == "X25519":
		return ecdh.X25519().NewPublicKey(key.bytes(key.X))
	}
	return nil, errors.New("unknown kind of key")
}

// Of a private key too, which others refuse.
func jwkPublicKey(text string) (string, error) {
	key, err := parseJwk(text)
	if err != nil {
		return "", err
	}
	public, err := key.public()
	if err != nil {
		return "", err
	}
	data, err := x509.MarshalPKIXPublicKey(public)
	return encode("PUBLIC KEY", data), err
}

func jwkPrivateKey(text string) (string, error) {
	key, err := parseJwk(text)
	if err != nil {
		return "", err
	}
	public, err := key.public()
	if err != nil {
		return "", err
	}
	if key.D == "" {
		return "", errors.New("not a private key")
	}
	var private any
	switch public := public.(type) {
	case *rsa.PublicKey:
		full := &rsa.PrivateKey{PublicKey: *public, D: key.number(key.D), Primes: []*big.Int{key.number(key.P), key.number(key.Q)}}
		full.Precompute()
		private = full
	case *ecdsa.PublicKey:
		private = &ecdsa.PrivateKey{PublicKey: *public, D: key.number(key.D)}
	case ed25519.PublicKey:
		private = ed25519.NewKeyFromSeed(key.bytes(key.D))
	default:
		return "", errors.New("unknown kind of key")
	}
	data, err := x509.MarshalPKCS8PrivateKey(private)
	return encode("PRIVATE KEY", data), err
}
