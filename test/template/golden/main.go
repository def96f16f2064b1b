// Renders the templates of templates.json with Go's own text/template and sprig, and prints what comes of each as JSON: its
// output as base64, or that it failed. The vectors beside it are this output.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
	"template-golden/model"
)

type input struct {
	Secrets   map[string]model.SecretTemplateOptions `json:"secrets"`
	Templates []string                               `json:"templates"`
}

type vector struct {
	Template string `json:"template"`
	Output   []byte `json:"output,omitempty"`
	Fails    bool   `json:"fails,omitempty"`
}

func main() {
	// The vectors must not depend on where they are made.
	time.Local = time.UTC
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		log.Fatal(err)
	}
	vectors := make([]vector, 0, len(in.Templates))
	for _, text := range in.Templates {
		vectors = append(vectors, render(text, in.Secrets))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(vectors); err != nil {
		log.Fatal(err)
	}
}

func render(text string, secrets map[string]model.SecretTemplateOptions) vector {
	parsed, err := template.New("template").Funcs(sprig.TxtFuncMap()).Funcs(fieldFunctions).Parse(text)
	if err != nil {
		return vector{Template: text, Fails: true}
	}
	var output bytes.Buffer
	if err := parsed.Execute(&output, secrets); err != nil {
		return vector{Template: text, Fails: true}
	}
	return vector{Template: text, Output: output.Bytes()}
}
