// Package model has the type of one secret under the name that it has in Infisical's operator: templates can print it.
package model

// SecretTemplateOptions is one secret, as templates see it.
type SecretTemplateOptions struct {
	Value      string `json:"value"`
	SecretPath string `json:"secretPath"`
}
