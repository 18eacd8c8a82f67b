//! The policies: Cedar decides who may do what, by unit, post and block. The built-in files can be
//! added to by an operator; everything is checked against the schema when the program starts.
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    str::FromStr,
    sync::{Mutex, PoisonError, RwLock},
};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression as Value, Schema, ValidationMode, Validator,
};
use kernel::{Action, Actor, Block, Fault, Gate, PersonId, Post, Resource, Result, UnitId, Via};
use miette::Diagnostic;

const SCHEMA: &str = include_str!("../policies/bazan.cedarschema");
const BUILT_IN: &str = include_str!("../policies/bazan.cedar");

/// Every action policies know; a test holds it to the schema.
pub const ACTIONS: &[&str] = &[
    "alias.learn",
    "audit.read",
    "budget.confirm",
    "budget.manage",
    "budget.read",
    "budget.report",
    "chase.change",
    "chase.run",
    "job.read",
    "notify.manage",
    "org.change",
    "person.change",
    "person.delegate",
    "person.own",
    "plan.accept",
    "plan.import",
    "province.read",
    "report.make",
    "system.run",
    "target.confirm",
    "target.read",
    "target.report",
    "task.confirm",
    "task.read",
    "task.report",
    "token.own",
    "voice.answer",
    "voice.approve",
    "voice.assign",
    "voice.read",
    "voice.receive",
    "voice.sender",
];

/// The gate that asks Cedar.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    actor: EntityTypeName,
    thing: EntityTypeName,
    unit: EntityTypeName,
    person: EntityTypeName,
    actions: HashMap<&'static str, EntityUid>,
    office: RwLock<Option<UnitId>>,
    /// Some policy may name single things: then decisions are remembered by thing too.
    names_things: bool,
    /// The files as read, for people.
    texts: Vec<(String, String)>,
    remembered: Mutex<HashMap<Question, bool>>,
}

/// All that policies can see of a request, so that the same question has the same answer.
#[derive(PartialEq, Eq, Hash)]
struct Question {
    person: Option<PersonId>,
    unit: Option<UnitId>,
    block: Option<Block>,
    posts: Vec<Post>,
    stands_in: bool,
    via: &'static str,
    action: &'static str,
    kind: &'static str,
    all: bool,
    id: Option<String>,
    reserved: Option<Block>,
    relation: Relation,
}

/// More questions than an office asks in a day; then the memory begins anew.
const REMEMBERED: usize = 20_000;

impl Cedar {
    /// The built-in policies, and those in the operator's folder (`*.cedar`, in order of name).
    ///
    /// # Errors
    /// `Invalid`, naming file and line, for what does not parse or fit the schema.
    pub fn load(folder: Option<&Path>) -> Result<Self> {
        let mut files = vec![("bazan.cedar".to_owned(), BUILT_IN.to_owned())];
        if let Some(folder) = folder {
            files.extend(read_folder(folder)?);
        }
        let (schema, _warnings) = Schema::from_cedarschema_str(SCHEMA).map_err(Fault::internal)?;
        let validator = Validator::new(schema);
        let mut policies = PolicySet::new();
        for (name, text) in &files {
            for policy in read_file(&validator, name, text)? {
                policies.add(policy).map_err(Fault::internal)?;
            }
        }
        let name = |text: &str| EntityTypeName::from_str(text).map_err(Fault::internal);
        let action = name("Action")?;
        let actions =
            ACTIONS.iter().map(|a| (*a, EntityUid::from_type_name_and_id(action.clone(), EntityId::new(a)))).collect();
        Ok(Self {
            authorizer: Authorizer::new(),
            policies,
            actor: name("Actor")?,
            thing: name("Thing")?,
            unit: name("Unit")?,
            person: name("Person")?,
            actions,
            office: RwLock::default(),
            names_things: files.iter().any(|(_, text)| text.contains("Thing")),
            texts: files,
            remembered: Mutex::default(),
        })
    }

    /// Tells which unit is the provincial office (`org::Province::office`).
    pub fn set_office(&self, office: Option<UnitId>) {
        *self.office.write().unwrap_or_else(PoisonError::into_inner) = office;
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// A decision costs tens of microseconds, remembering one a fraction of that; lists ask often.
    fn decide(&self, actor: &Actor, action: Action, resource: &Resource) -> Option<bool> {
        let question = Question {
            person: actor.person,
            unit: actor.unit,
            block: actor.block,
            posts: actor.posts.clone(),
            stands_in: actor.on_behalf_of.is_some(),
            via: via_word(actor.via),
            action: action.0,
            kind: resource.kind,
            all: resource.id.is_empty(),
            id: self.names_things.then(|| resource.id.clone()),
            reserved: resource.block,
            relation: Relation::of(actor, resource),
        };
        let known = |memory: &Mutex<HashMap<Question, bool>>| {
            memory.lock().unwrap_or_else(PoisonError::into_inner).get(&question).copied()
        };
        if let Some(answer) = known(&self.remembered) {
            return Some(answer);
        }
        // The office is read before deciding: a change meanwhile empties the memory, and what was
        // decided before it is not put in after it.
        let office = *self.office.read().unwrap_or_else(PoisonError::into_inner);
        let answer = self.ask(actor, action, resource, office)?;
        let same_office = self.office.read().unwrap_or_else(PoisonError::into_inner);
        if *same_office == office {
            let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
            remembered.insert(question, answer);
        }
        drop(same_office);
        Some(answer)
    }

    fn ask(&self, actor: &Actor, action: Action, resource: &Resource, office: Option<UnitId>) -> Option<bool> {
        let action = self.actions.get(action.0)?.clone();
        let uid = |kind: &EntityTypeName, id: &str| EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id));
        let mut attributes: HashMap<String, Value> = HashMap::with_capacity(8);
        let mut put = |name: &str, value: Value| drop(attributes.insert(name.to_owned(), value));
        let text = |text: &str| Value::new_string(text.to_owned());
        put("posts", Value::new_set(actor.posts.iter().map(|p| text(p.word()))));
        put("program", Value::new_bool(is_program(actor)));
        put("office", Value::new_bool(office.is_some() && actor.unit == office));
        put("standsIn", Value::new_bool(actor.on_behalf_of.is_some()));
        put("block", text(actor.block.map_or("", kernel::Block::word)));
        put("via", text(via_word(actor.via)));
        if let Some(unit) = actor.unit {
            put("unit", Value::new_entity_uid(uid(&self.unit, &unit.to_string())));
        }
        let person = actor.person.map(|p| p.to_string()).unwrap_or_default();
        if actor.person.is_some() {
            put("person", Value::new_entity_uid(uid(&self.person, &person)));
        }
        let principal = uid(&self.actor, &person);
        let actor_entity = Entity::new(principal.clone(), attributes, HashSet::new()).ok()?;
        let thing = uid(&self.thing, &format!("{}:{}", resource.kind, resource.id));
        let attributes = HashMap::from([
            ("kind".to_owned(), text(resource.kind)),
            ("all".to_owned(), Value::new_bool(resource.id.is_empty())),
            ("block".to_owned(), text(resource.block.map_or("", kernel::Block::word))),
        ]);
        let thing_entity = Entity::new(thing.clone(), attributes, HashSet::new()).ok()?;
        let entities = Entities::from_entities([actor_entity, thing_entity], None).ok()?;
        let relation = Relation::of(actor, resource);
        let context = Context::from_pairs([
            ("leads".to_owned(), Value::new_bool(relation.leads)),
            ("part".to_owned(), Value::new_bool(relation.part)),
            ("own".to_owned(), Value::new_bool(relation.own)),
        ])
        .ok()?;
        let request = Request::new(principal, action, thing, context, None).ok()?;
        Some(self.authorizer.is_authorized(&request, &self.policies, &entities).decision() == Decision::Allow)
    }
}

/// Without a person and not from outside: nobody who comes through a page or the API is the program.
fn is_program(actor: &Actor) -> bool {
    actor.person.is_none() && matches!(actor.via, Via::Command | Via::Job)
}

fn via_word(via: Via) -> &'static str {
    match via {
        Via::Page => "page",
        Via::Api => "api",
        Via::Command => "command",
        Via::Job => "job",
    }
}

/// How actor and thing stand to each other, worked out here so that a task of 124 leading units costs
/// no more than one of a single unit.
#[derive(PartialEq, Eq, Hash)]
struct Relation {
    leads: bool,
    part: bool,
    own: bool,
}
impl Relation {
    fn of(actor: &Actor, resource: &Resource) -> Self {
        let leads = actor.unit.is_some_and(|unit| resource.leads.contains(&unit));
        let part = leads || actor.unit.is_some_and(|unit| resource.parts.contains(&unit));
        Self { leads, part, own: actor.person.is_some() && resource.owner == actor.person }
    }
}

impl Gate for Cedar {
    fn allows(&self, actor: &Actor, action: Action, resource: &Resource) -> bool {
        // An action policies don't know is a mistake in the program: nobody may but the program.
        self.decide(actor, action, resource).unwrap_or_else(|| {
            tracing::error!(action = action.0, "an action that the policies' schema does not know");
            is_program(actor)
        })
    }
    fn texts(&self) -> Vec<(String, String)> {
        self.texts.clone()
    }
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>> {
    let bad = |path: &Path, error: std::io::Error| {
        Fault::invalid("access-policy-unreadable").arg("file", path.display().to_string()).because(error)
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| bad(folder, e))? {
        let path = entry.map_err(|e| bad(folder, e))?.path();
        if path.extension().is_some_and(|e| e == "cedar") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).map_err(|e| bad(&path, e))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

fn wrong(file: &str, text: &str, error: &dyn Diagnostic) -> Fault {
    let offset = error.labels().and_then(|mut all| all.next()).map_or(0, |label| label.offset());
    let line = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1;
    Fault::invalid("access-policy-wrong").arg("file", file).arg("line", line).arg("problem", error.to_string())
}

/// A file's policies, each named after its file and its `@id`.
fn read_file(validator: &Validator, name: &str, text: &str) -> Result<Vec<Policy>> {
    let set = match PolicySet::from_str(text) {
        Ok(set) => set,
        Err(errors) => {
            let first: &dyn Diagnostic = errors.iter().next().map_or(&errors, |e| e);
            return Err(wrong(name, text, first));
        }
    };
    if let Some(error) = validator.validate(&set, ValidationMode::Strict).validation_errors().next() {
        return Err(wrong(name, text, error));
    }
    let named = |(no, policy): (usize, &Policy)| {
        let id = policy.annotation("id").map_or_else(|| no.to_string(), str::to_owned);
        policy.new_id(PolicyId::new(format!("{name}#{id}")))
    };
    Ok(set.policies().enumerate().map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_list_of_actions_is_the_schema_s() {
        let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA).unwrap();
        assert_eq!(warnings.count(), 0);
        let mut known: Vec<String> = schema.actions().map(|a| a.id().unescaped().to_owned()).collect();
        known.sort();
        assert_eq!(known, ACTIONS);
    }
    fn load_with(file: &str) -> Result<Cedar> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.cedar"), file).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "not a policy").unwrap();
        Cedar::load(Some(folder.path()))
    }
    #[test]
    fn an_operator_s_mistake_is_named_with_file_and_line() {
        for (text, line) in [
            ("// ours\n\npermit (principal, action, resource) when { principal.progam };\n", 3),
            (
                "permit (principal, action, resource);\nforbid (principal, action == Action::\"task.raed\", resource);\n",
                2,
            ),
            ("// ours\npermit (principal, action resource);\n", 2),
        ] {
            let fault = load_with(text).err().unwrap();
            assert_eq!(fault.say.id, "access-policy-wrong", "{fault:?}");
            let said = fault.to_string();
            assert!(said.contains("own.cedar") && said.contains(&format!("line={line}")), "{said}");
        }
        assert!(Cedar::load(Some(Path::new("/nowhere/at/all"))).is_err());
    }
    #[test]
    fn a_remembered_answer_is_never_another_question_s() {
        let mut actor = Actor::program("x", Via::Page);
        actor.person = Some(PersonId::new());
        actor.posts = vec![Post::Leader];
        let thing = |id: &str| Resource { kind: "task", id: id.into(), ..Resource::default() };
        let read = Action("task.read");
        let ours = "forbid (principal, action, resource == Thing::\"task:7\");";
        let cedar = load_with(ours).unwrap();
        for _ in 0..2 {
            assert!(cedar.allows(&actor, read, &thing("6")) && !cedar.allows(&actor, read, &thing("7")));
        }
        let cedar = Cedar::load(None).unwrap();
        for _ in 0..2 {
            assert!(cedar.allows(&actor, read, &thing("6")));
            let officer = Actor { posts: vec![Post::Officer], ..actor.clone() };
            assert!(!cedar.allows(&officer, read, &thing("6")));
        }
    }
    #[test]
    fn the_texts_in_force_can_be_read() {
        let texts = load_with("forbid (principal, action, resource == Thing::\"task:7\");").unwrap().texts();
        assert_eq!(texts[0].0, "bazan.cedar");
        assert!(texts[1].0.ends_with("own.cedar") && texts[1].1.contains("task:7"));
    }
    #[test]
    fn an_operator_s_forbid_wins() {
        let mut actor = Actor::program("x", Via::Page);
        actor.person = Some(kernel::PersonId::new());
        actor.posts = vec![kernel::Post::Leader];
        let (read, all) = (Action("province.read"), Resource::all("province"));
        assert!(Cedar::load(None).unwrap().allows(&actor, read, &all));
        let ours = "forbid (principal, action, resource) when { principal.via == \"page\" };";
        assert!(!load_with(ours).unwrap().allows(&actor, read, &all));
    }
}
