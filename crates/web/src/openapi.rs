//! The OpenAPI document, made from the table of routes and the API's own types: what is served and
//! what is described can't part ways.
use std::collections::BTreeMap;

use axum::Json;
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    api,
    errors::Problem,
    registry::{self, Case, Doc, Face, Route},
    routes,
};

type Schemas = Vec<(String, RefOr<Schema>)>;

fn add<T: ToSchema + PartialSchema>(all: &mut Schemas) {
    all.push((T::name().into_owned(), T::schema()));
    T::schemas(all);
}

/// Every schema by its name.
fn schemas() -> BTreeMap<String, Value> {
    let mut all = Schemas::new();
    add::<Problem>(&mut all);
    api::schemas(&mut all);
    api::chase::schemas(&mut all);
    api::daily::schemas(&mut all);
    api::day::schemas(&mut all);
    routes::budget::schemas(&mut all);
    routes::voice::schemas(&mut all);
    all.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default())).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn parameters(route: &Route, doc: &Doc) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let path =
        in_path.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let query = doc.asks.iter().map(|(name, says)| {
        json!({ "name": name, "in": "query", "required": false, "description": says, "schema": { "type": "string" } })
    });
    path.chain(query).collect()
}

fn operation(route: &Route, doc: &Doc) -> Value {
    let media = |name: &str| if name.contains('/') { name.to_owned() } else { "application/json".to_owned() };
    let body = |name: &str| {
        if name.contains('/') { json!({ "type": "string", "format": "binary" }) } else { reference(name) }
    };
    let problem = json!({
        "description": "What went wrong, in words.",
        "content": { "application/json": { "schema": reference("Problem") } }
    });
    let mut operation = json!({
        "summary": doc.says,
        "operationId": format!("{} {}", route.method, route.path).to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_"),
        "parameters": parameters(route, doc),
        "responses": {
            "200": { "description": "Done.", "content": { media(doc.gives): { "schema": body(doc.gives) } } },
            "default": problem,
        },
    });
    match doc.takes {
        "" => {}
        "file" => {
            let schema = json!({ "type": "object", "required": ["file"], "properties": { "file": { "type": "string", "format": "binary" } } });
            operation["requestBody"] =
                json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } });
        }
        name => {
            operation["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": reference(name) } } });
        }
    }
    match route.case {
        Case::Public => operation["security"] = json!([]),
        Case::Signed => {}
        Case::Province(action) | Case::Thing(action) => operation["x-action"] = json!(action),
    }
    operation
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in registry::table().iter().filter(|r| r.face == Face::Api) {
        if let Some(doc) = &route.doc {
            let method = route.method.as_str().to_lowercase();
            paths.entry(route.path).or_default().insert(method, operation(route, doc));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bazan",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The same operations as the pages. Dates are ISO days in Vietnam, instants milliseconds since 1970 UTC. Lists are pages: pass `next` as `after`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token made at /me/tokens." },
                "session": { "type": "apiKey", "in": "cookie", "name": "bazan", "description": "The session of a signed-in person; changes need the header x-csrf-token." }
            }
        }
    })
}

/// `GET /api/openapi.json`
pub(crate) async fn get() -> Json<Value> {
    Json(document())
}
