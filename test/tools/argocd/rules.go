package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// question is about one object, as it is in the cluster.
type question struct {
	Object *unstructured.Unstructured `json:"object"`
	// Overrides are those of the ConfigMap argocd-cm, by "<group>/<Kind>"; without them the shipped rules count.
	Overrides map[string]v1alpha1.ResourceOverride `json:"overrides"`
	// Action is run when it is set; otherwise the object's health and its actions are told.
	Action string `json:"action"`
}

type reply struct {
	Status  string                    `json:"status,omitempty"`
	Message string                    `json:"message,omitempty"`
	Actions []v1alpha1.ResourceAction `json:"actions,omitempty"`
	// Patched is what the action makes of the object; Created are further objects that it asks for.
	Patched *unstructured.Unstructured   `json:"patched,omitempty"`
	Created []*unstructured.Unstructured `json:"created,omitempty"`
	Error   string                       `json:"error,omitempty"`
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
		said, err := asked.reply()
		if err != nil {
			said = &reply{Error: err.Error()}
		}
		if err := replies.Encode(said); err != nil {
			return err
		}
	}
}

func (asked *question) reply() (*reply, error) {
	vm := lua.VM{ResourceOverrides: asked.Overrides}
	if asked.Action != "" {
		return asked.run(vm)
	}
	said := &reply{}
	found, err := health.GetResourceHealth(asked.Object, lua.ResourceHealthOverrides(asked.Overrides))
	if err != nil {
		return nil, err
	}
	if found != nil {
		said.Status, said.Message = string(found.Status), found.Message
	}
	discoveries, err := vm.GetResourceActionDiscovery(asked.Object)
	if err != nil || len(discoveries) == 0 {
		return said, err
	}
	said.Actions, err = vm.ExecuteResourceActionDiscovery(asked.Object, discoveries)
	return said, err
}

func (asked *question) run(vm lua.VM) (*reply, error) {
	action, err := vm.GetResourceAction(asked.Object, asked.Action)
	if err != nil {
		return nil, err
	}
	impacted, err := vm.ExecuteResourceAction(asked.Object, action.ActionLua, nil)
	if err != nil {
		return nil, err
	}
	said := &reply{}
	for _, one := range impacted {
		switch one.K8SOperation {
		case lua.PatchOperation:
			said.Patched = one.UnstructuredObj
		case lua.CreateOperation:
			said.Created = append(said.Created, one.UnstructuredObj)
		default:
			return nil, fmt.Errorf("unknown operation %q", one.K8SOperation)
		}
	}
	return said, nil
}
