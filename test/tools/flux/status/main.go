// Command flux-status says what Flux makes of single objects when it waits for them: by the rules of kstatus and, where
// expressions are given, by those of spec.healthCheckExprs. One JSON document a line, on standard input and output.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	kstatus "github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type question struct {
	Object *unstructured.Unstructured        `json:"object"`
	Exprs  *kustomize.HealthCheckExpressions `json:"exprs"`
}

type reply struct {
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Error   string `json:"error,omitempty"`
}

func main() {
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(in io.Reader, out io.Writer) error {
	questions, replies := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var asked question
		if err := questions.Decode(&asked); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		said := reply{}
		if result, err := asked.result(); err != nil {
			said.Error = err.Error()
		} else {
			said.Status, said.Message = string(result.Status), result.Message
		}
		if err := replies.Encode(said); err != nil {
			return err
		}
	}
}

func (asked *question) result() (*kstatus.Result, error) {
	if asked.Exprs == nil {
		return kstatus.Compute(asked.Object)
	}
	evaluator, err := cel.NewStatusEvaluator(asked.Exprs)
	if err != nil {
		return nil, err
	}
	return evaluator.Evaluate(context.Background(), asked.Object)
}
