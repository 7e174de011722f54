"""Drafted maps: what questions in many wordings ask for, what figures say, and the exports of other tools."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fingerpost.errors import KnowledgeError
from fingerpost.survey.asking import judge_question
from fingerpost.survey.figures import read_size, read_years
from fingerpost.survey.headers import load_headers
from fingerpost.survey.looking import ColumnLook
from fingerpost.survey.mapping import SurveyMap, read_map
from fingerpost.survey.set_answers import guess_role, guess_topic
from tests.conftest import ROOT, Ran
from tests.surveys import read_lines

Run = Callable[..., Ran]

# the frame of each question; `unsure` where a short answer could mean one thing or its opposite
QUESTIONS = {
    "likes": """
        energy_givers
        What energizes you? Please do not mention names.
        What parts of your work give you energy?
        What do you enjoy most about your work?
        What do you like about your job?
        What would you hate to lose?
        What would you miss?
        What would you miss most if you left?
        What could you not live without at work?
        What energises you?
        What motivates you?
        What gets you out of bed in the morning?
        What makes you happy at work?
        Favourite tasks
        likes
        LIKES_TXT
        What do you love doing?
        Please tell us what you like about your job
        Tell us what you enjoy
        What are you passionate about?
        What does a good day look like?
        What's the best part of your job?
        Which activities do you find rewarding?
        What do you look forward to at work?
        When do you lose track of time?
        What keeps you here?
        What would you be sad to give up?
        What don't you want to lose?
        What would you never give up?
        What kind of work do you like?
        Which of these do you enjoy? [Mentoring colleagues]
        Which tasks light you up?
        Are there tasks you particularly enjoy?
        What excites you about your next role?
        Motivators
        energisers
        What brings you joy?
        What do you like to do?
        What gives you satisfaction?
        What do you find most interesting?
        Name three things you enjoy
        What do you value about your job?
        What do you enjoy most? - Other (please specify) - Text
        What do you enjoy about your work? (at least three things)
        Why do you like your job?
        What parts of your role are you most enthusiastic about?
        What makes you want to come to work?
        What do you never get tired of?
        Which part of your job would you not want to give up?
        Which parts of the job do you find most fun?
        What do you enjoy, and why?
        What about your work makes you proud or happy?
        Joys
        What's the most satisfying part of your week?
        If your job disappeared tomorrow, what would you miss?
        What fuels you?
        List the tasks you love
        What are the highlights of your job?
        What tops up your batteries?
        What gives you a buzz?
        What do you like best?
        What do you like the most in your current position?
        Preferred activities
        What interests you?
        Things I like
        I enjoy
        What charges your batteries?
        Which activities give you the most energy? Please do not name people.
        What do you not want to miss in your job?
        What would be hard for you to give up?
        Which tasks give you more energy than they take?
        What parts of your job are you happy to keep?
    """,
    "dislikes": """
        energy_takers
        q_dislikes
        Whats draining you
        What would you like to be asked less often?
        What drains you?
        What parts of your work drain your energy?
        What don't you enjoy?
        What do you not like about your job?
        What demotivates you?
        What kills your motivation?
        What takes the fun out of work?
        What saps your energy?
        What keeps you from enjoying your work?
        What would you like to do less of?
        What would you like to stop doing?
        What do you never want to do again?
        Please tell us what you dislike about your job
        Dislikes [First]
        dislikes
        pain_points
        What do you like least?
        What do you like the least about your job?
        Least favourite tasks
        What part of your job would you gladly hand over?
        What would you not miss?
        What wouldn't you miss?
        What frustrates you?
        What annoys you most?
        What stresses you out?
        What do you dread?
        What bores you?
        What makes you want to quit?
        What are you tired of?
        What do you hate doing?
        What could you do without?
        What do you want to avoid in your next role?
        What would you rather not do?
        What should your next role not include?
        What do you wish you did less?
        What do you want less of?
        Downsides of your job
        What don't you want to do any more?
        What is the worst part of your job?
        What do you find tedious?
        Which tasks cost you energy?
        Which tasks take energy?
        What do you enjoy the least?
        What's least enjoyable about your work?
        What would you drop if you could?
        What can't you stand?
        What do you put up with?
        What gets in the way of enjoying your work?
        What stops you from enjoying your job?
        What sucks the joy out of your day?
        What ruins your day?
        What do you avoid?
        deal breakers
        What makes you unhappy at work?
        What brings you down?
        Which tasks would you love to get rid of?
        What would you be glad to never do again?
        What do you no longer enjoy?
        What do you no longer want to do?
        What would you be happy to give up?
        What would you like to delegate?
        What is not fun?
        What does a bad day look like?
        Is there anything you dislike about your job?
        Anything else you dislike?
        What are your pet peeves?
        What would you hate to do?
        What don't you look forward to?
        What do you find unmotivating?
        What lowers your motivation?
        Which meetings would you rather avoid?
        What things do you not enjoy at all?
        What makes your job less enjoyable?
        What do you want to do less?
        What are you glad to leave behind?
        What do you least enjoy?
        What exhausts you?
        What wears you down?
        What would you pay someone else to do?
        If you could drop one task, which one?
        What do you find annoying, and why?
        Frustrations
        What's the most draining part of your week?
        Which tasks do you put off?
        What do you procrastinate on?
        What would you ban?
        What makes you sigh?
        Energy drainers
        What gives you no joy?
        What brings you no energy?
        What do you like doing least?
        Which of your tasks would you rather see automated?
        What work do you try to get out of?
        What takes away your motivation?
        What disappoints you about your job?
        What leaves you drained?
        I dislike
        Things I hate
        What does not motivate you?
        What doesn't give you energy?
        What tasks give you little satisfaction?
        Which tasks do you want to get away from?
        What do you want to leave behind?
        What makes you dread Mondays?
        What would you eliminate from your job?
        What part of your job do you enjoy the least? (max 3)
        What are the negative aspects of your job?
        What makes you feel drained?
        What robs you of energy?
        What turns you off about a job?
        What dampens your enthusiasm?
        What do you not want in your next job?
        Name a task you'd happily never do again
        Which tasks are you fed up with?
        Things that frustrate you
        What is the most boring part of your job?
        Least liked activities
        Which tasks take more energy than they give?
        What's stopping you from enjoying your work?
        What do you look forward to least?
        What would your dream job not include?
        What puts you off management?
    """,
    "strengths": """
        What are you best at?
        What are you good at, would you say?
        Please tell us what your strengths are
        strengths
        What do people come to you for?
        What are you known for?
        What is your superpower?
        Where do you excel?
        What comes easily to you?
        What do you do well?
        What do colleagues ask you for help with?
        Key skills
        What are your top skills?
        What would your manager say are your strengths?
        What are you most proud of?
        Your talents
        What do your colleagues value about you?
        What can people rely on you for?
        What are you better at than most?
        Which tasks come naturally to you?
        In what are you an expert?
        What do others admire about you?
        What would your peers say you are good at?
        What are you really good at?
        Areas of expertise
        Top 3 strengths
        What are you most confident in?
        Where are you strong?
        Which skills are you most confident in?
    """,
    "weaknesses": """
        Which skills would you like to improve?
        What do you find hard?
        What are you not good at?
        What do you struggle with?
        weaknesses
        Areas for improvement
        What don't you do well?
        Where do you need help?
        What are you bad at?
        Which skills do you lack?
        Development areas
        What would you like to be better at?
        What does not come naturally to you?
        What would your manager say are your weaknesses?
        What are you less good at?
        Where do you have gaps?
        Skill gaps
        Please tell us what you find difficult
        Where are you weak?
        What do you find difficult at work?
        What do you need to get better at?
        Growth areas
        Which skills do you want to improve?
        What is hard for you?
        What would you like to get better at?
        What are you worst at?
        Which skills do you need to work on?
        Skills to improve
        What are you not so strong at?
        Things I struggle with
        In which areas do you feel less confident?
        What do you do badly?
    """,
    "goals": """
        Where would you like to be in two years?
        Where do you see yourself in three years?
        What are your goals?
        What would you like to do more of?
        What do you want from your next role?
        Career goals
        What is your dream job?
        Where do you want to go next?
        What are your aspirations?
        What would you like to learn?
        What would you love to do?
        What do you want to do next?
        goals_next_role
        What is your ideal role?
        What are you looking for in your next job?
        What do you hope for?
        What's missing from your current job?
        Next career step
        Where do you see yourself in five years?
        What would make you stay?
        What do you want more of?
        Where do you want to be in 5 years?
        What would your ideal job look like?
        Ambitions
        What role would you like next?
        Which direction would you like your career to take?
        What matters most to you in a job?
        Do you have any career goals?
        What would you like your next role to bring?
        What do you want to be doing in three years?
        What would you like your career to look like?
        Your plans for the next years
        What are you hoping for?
        Desired next position
        What should your next role bring?
        What do you wish for?
        What would you like to try?
        Career aspirations (1-3 years)
        What would you like to achieve?
        What do you look for in a job?
        Wishes for your next role
        What kind of role would you like to move into?
        Future plans
        In 5 years I want to be
        How would you like to develop?
        Where should your career go?
        What's next for you?
        If you could have any job, what would it be?
        Which responsibilities would you like to have?
        What experience do you want to gain?
    """,
    "concerns": """
        What worries you about your next step?
        What worries you about your next role?
        What are you afraid of?
        concerns
        What holds you back?
        What keeps you up at night?
        What scares you about becoming a manager?
        Do you have any concerns?
        What stands in your way?
        Your fears about the future
        What doubts do you have?
        What prevents you from taking the next step?
        Is there anything that worries you?
        What makes you hesitate?
        What risks do you see?
        What makes you nervous about the next step?
        Worries
        What could go wrong?
        What are your biggest fears?
        Which concerns do you have about moving into management?
        What makes you anxious?
        What would hold you back from a new role?
        What keeps you awake?
        Obstacles
    """,
    "experience": """
        What have you led that you are proud of?
        Which experience are you proud of?
        What experience do you have with mentoring?
        What have you done?
        What do you do?
        What are your responsibilities?
        Describe your daily work
        What have you built?
        Describe your typical day
        Current tasks
        What do you work on?
        Experience
        G02Q04. Which experience are you proud of?
        What did you do in the last year?
        Describe what you do in your job
        What are your main tasks?
        Achievements
        Describe your current role
        What have you worked on?
        Which projects have you led?
        Please describe your experience
        Summarise your career so far
        What do you do all day?
        What are you currently working on?
        What did you achieve last year?
        Your responsibilities
        Past experience
    """,
    "free": """
        Energiefresser
        Is there anything else you would like to tell us?
        Any final comments?
        What else should we know?
        Anything else?
        Comments
        Tell us about yourself
        Do you enjoy mentoring?
        Do you like your job?
        How do you feel about on-call?
        How satisfied are you? [Item 3]
        COMMENTS
        feedback
        About you
        Anything to add?
        Is there anything else you want to share?
        What is it like to work here?
        Other remarks
        How much do you enjoy your work?
        In your own words
        Do you have anything to add?
        Additional comments
        Free text
        Is there something we forgot?
        Notes
        How are you?
        Would you recommend us?
        Do you find your work meaningful?
        Are you happy in your role?
        Please explain your answer
        Other (please specify)
        What would you like to tell us?
        Anything you'd like to share with us?
        How well do you know your strengths?
        Would you like to become a manager?
        Do you want to lead people?
        Rate how much you enjoy: mentoring
    """,
    "unsure": """
        More of / less of
        What do you most/least enjoy?
        favorite/least favorite part of your job
        Job satisfaction: comments
        What motivates you? What demotivates you?
        Motivation
        What do you like and dislike about your job?
        What would you change about your job?
        What are your strengths and weaknesses?
        What should we improve?
        How can we improve?
        What should we stop doing?
        What frustrates our customers?
        What do your users hate about the product?
        What gives you energy and what drains you?
        What are you afraid of losing?
        What are you not worried about?
        What did you used to enjoy?
        What are your biggest challenges?
        What would you do differently?
        What do you get too much of?
        Likes/dislikes
        What do you like most/least about your job?
        What does your manager like about you?
        What have you never done?
        Besides coding, what do you enjoy?
        What are the strengths of our team?
        Why did you leave your last job?
        What are you good at but do not enjoy?
        What should your team stop doing?
        What would make your job better?
        What do you like about your manager and what not?
        What would you like to change?
        Pros and cons of your job
        What are your hopes and fears?
        What do you think customers dislike?
        What should your manager do less?
        If you had a magic wand, what would you do?
        What are you not afraid of?
        What do you spend too much time on?
        What are the biggest challenges in your role?
        What are you missing?
        What do you enjoy less than you used to?
        What does your company want to avoid?
        Likes & dislikes
        What do you love/hate about coding?
        What could be better?
        What part of your day do you wish was shorter?
        What do you love that others hate?
        What are you worried you will have to give up?
    """,
}


def _list_lines(lines: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, line.strip()) for key, block in lines.items() for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize(("frame", "question"), _list_lines(QUESTIONS))
def test_what_a_question_asks_for(frame: str, question: str) -> None:
    asked = judge_question(question)
    assert ("unsure" if asked.doubt else asked.frame) == frame
    assert not asked.doubt or asked.frame == "free"


YEARS = {
    "6 months": 0,
    "18 months": 1,
    "2,5": 2,
    "2.5 years": 2,
    "since 2015": None,
    "2015": None,
    "1 year 6 months": 1,
    "3 yrs 11 mo": 3,
    "5+": 5,
    "more than 10": 10,
    "less than 1": 0,
    "<1": 0,
    "0-2": 0,
    "3-5": 3,
    "5 to 10": 5,
    "5-10 yrs": 5,
    "10 years (since 2014)": 10,
    "ten": 10,
    "twelve years": 12,
    "~7": 7,
    "approx. 7": 7,
    "7ish": 7,
    "0": 0,
    "8": 8,
    "8 years": 8,
    "About 8 years, mostly backend": 8,
    "5 years Java, 3 years Python": None,
    "2½": 2,
    "2 1/2": 2,
    "1 1/2 years": 1,
    "5/10": None,
    "3/2": None,
    "1/2": 0,
    "half a year": 0,
    "-5": None,
    "5,000": None,
    "70": None,
    "05-Mar": None,
    "Java 5, Python 3": None,
    "12 weeks": 0,
    "90 days": 0,
    "2015-2020": None,
    "over 20 years": 20,
    "20+ years": 20,
    "more than 20 years": 20,
    "0-5": None,
    "less than 5": None,
    "1-3": 1,
    "0 - 1 year": 0,
    "6-12 months": 0,
    "between 5 and 10 years": 5,
    "10 Jahre": 10,
    "3 bis 5 Jahre": 3,
    "none": None,
    "": None,
    "n/a": None,
    "10 y": 10,
    "10y": 10,
    "11-15 years": 11,
    "16 or more": 16,
    "5 years+": 5,
    "5 or more years": 5,
    "2–4": 2,
    "1 to 3 years": 1,
    "forty": 40,
    "1,5 Jahre": 1,
    "10.0": 10,
    "3 years and 6 months": 3,
    "from 2012 to 2018": None,
    "12 (2 as a lead)": None,
    "2 years in 2020": 2,
    "twenty-five": 25,
    "10 - 15": 10,
    "15-10": None,
    "0.5": 0,
    "0,5": 0,
    "1 yr": 1,
    "less than a year": None,
    "5years": 5,
    "May 2015": None,
    "under 1 year": 0,
    "up to 2 years": 0,
    "5-7 months": 0,
    "10+ yrs": 10,
    "2 years - 5 years": 2,
    "> 15": 15,
    "≥10": 10,
    "30k": None,
    "3rd year": None,
    "08/2015": None,
    "20": 20,
    "5+ years, 2 in lead": None,
}
SIZES = {
    "10.000+": "large",
    "1.001-5.000": "large",
    "1k-5k": "large",
    "5 000+": "large",
    "10 000 or more": "large",
    "1’000+": "large",
    "Enterprise (>1000)": "large",
    "Startup (1-10)": "tiny",
    "51-200": "medium",
    "501-1000": "medium",
    "501-1,000": "medium",
    "1-10": "tiny",
    "11-50": "small",
    "201-1000": "medium",
    "1001 or more": "large",
    "10.000": "large",
    "0": None,
    "12": "small",
    "1": "tiny",
    "just 3 of us": "tiny",
    "10,000+ employees": "large",
    "1-5k": "large",
    "2,5k": "large",
    "1.5k": "large",
    "10-Nov": None,
    "Nov-50": None,
    "less than 10": "tiny",
    "<50": "small",
    "fewer than 1000": None,
    "500+": None,
    "5000+": "large",
    "more than 1000": "large",
    "over 1,000": "large",
    "1 000": "medium",
    "1.000": "medium",
    "1 - 50": "small",
    "50-100": "small",
    "1-1000": None,
    "100-1000": "medium",
    "1000-5000": "large",
    "250-999": "medium",
    "10 to 50": "small",
    "11 – 50 people": "small",
    "ten": "tiny",
    "300 people": "medium",
    "~400": "medium",
    "about 40": "small",
    "5,001-10,000": "large",
    "10 001+": "large",
    "1.5": None,
    "-5": None,
    "99999999": None,
    "2 - 9": "tiny",
    "Medium (51–500)": "medium",
    "> 10.000": "large",
    "10k+": "large",
    "100,000": "large",
    "3 million": "large",
    "up to 10": "tiny",
    "1,001 to 5,000 employees": "large",
    "1–9 employees": "tiny",
    "500-999": "medium",
    "Small (under 50)": "small",
    "Large": None,
    "51 to 200 people": "medium",
    "100 or less": "small",
    "10000+": "large",
    "1001-5000 people": "large",
    "20 - 99": "small",
    "1000+": "large",
    "501–1 000": "medium",
    "11 000": "large",
    "between 50 and 100": "small",
    "10 or fewer": "tiny",
    "at least 1000": "large",
    "1’001–5’000": "large",
    "0-10": "tiny",
    "4 (just us)": "tiny",
}


@pytest.mark.parametrize(("cell", "years"), YEARS.items())
def test_whole_years(cell: str, years: int | None) -> None:
    assert read_years(cell) == years


@pytest.mark.parametrize("cell", ["9" * 150, "9" * 5000, "1," * 3000, "1 " * 90, "\u0663 years", "\u00b2", "1e400", "0x10"])
def test_figures_that_nobody_writes(cell: str) -> None:
    assert read_years(cell) in (None, *range(61))
    assert read_size(cell) in (None, "tiny", "small", "medium", "large")


@pytest.mark.parametrize(("cell", "size"), SIZES.items())
def test_company_sizes(cell: str, size: str | None) -> None:
    assert read_size(cell) == size


CELLS = {
    "years-experience": ("3", "8", "12"),
    "company-size": ("11-50", "51-200"),
    "current-role": ("Senior Engineer", "Tech Lead"),
}
TOPICS = {
    "years-experience": """
        How many years have you been developing software?
        For how many years have you worked in software?
        Years of experience
        How many years of experience do you have?
        years_experience
        YRS_EXP
        YoE
        How long have you been working as a developer?
        How long have you been a software engineer?
        Experience (years)
        Total years of experience
        Professional experience in years
        How many years of professional experience do you have?
        Years in the industry
        How long have you worked in tech?
        YearsCodePro
        experience_years
        Seniority in years
        Work experience (yrs)
        How many years have you worked professionally?
        How much work experience do you have (in years)?
        How long have you been in IT?
        Years coding professionally
    """,
    "company-size": """
        How many people work at your company?
        Company size
        Organisation size
        Number of employees
        Headcount
        How big is your company?
        OrgSize
        CO_SIZE
        How many employees does your company have?
        How large is your organisation?
        What is the size of your company?
        How many people does your company employ?
        Size of your current employer
        How many people are employed at your company?
        company_headcount
        Approximately how many people work at your company?
        Company size (number of employees)
        employees
        How many people work for your employer?
    """,
    "current-role": """
        What is your role?
        Current role
        Job title
        JOB_TITLE
        Position
        What is your current position?
        Your job
        Which best describes your role?
        What is your job title?
        Designation
        Current job title
        role
        Which role do you have now?
        Your current role in the company
        What do you work as?
        What is your current job?
        Please select your role
        Occupation
        What do you do?
        Title
    """,
    "": """
        Age in years
        Years at the company
        How long have you been at the company?
        Tenure (years)
        How many employees report to you?
        How large is your team?
        Team size
        How long is your commute?
        How many years have you been a manager?
        Years in current role
        How many direct reports do you have?
        Employee ID
        Year of birth
        How long have you been in your current role?
        Dream job
        Previous role
        What is your next role?
        Job satisfaction
        How satisfied are you with your job?
        What would be your dream role?
        Department size
        How many people are in your team?
        Number of employees you manage
        How many years do you plan to stay?
        How many teams are there in your company?
        Job level
        How long did this take?
        How many people do you lead?
        Years since last promotion
        Years with us
        Start date in role
        How many years until retirement?
        Company age (years)
        Desired position
        How many people have you mentored?
        Years as a team lead
        How many hours do you work?
        Role clarity
        Remote years
        How many years of management experience do you have?
        Years of leadership experience
        How many years of experience do you have as a manager?
        How many people has your company laid off?
    """,
}


@pytest.mark.parametrize(("topic", "header"), _list_lines(TOPICS))
def test_situations_by_their_headers(topic: str, header: str) -> None:
    for cells in [CELLS[topic]] if topic else CELLS.values():
        assert guess_topic(ColumnLook(header, header, cells)) == topic


ROLES = {
    "Sr. Software Eng.": "senior-engineer",
    "Software Developer II": "software-engineer",
    "Dev Lead": "tech-lead",
    "SW Architect": "architect",
    "Backend developer": "software-engineer",
    "SRE": "site-reliability-engineer",
    "Team lead": "tech-lead",
    "Engineering Manager": "engineering-manager",
    "EM": "engineering-manager",
    "Senior Engineering Manager": "engineering-manager",
    "VP Engineering": "director",
    "VP of Sales": "",
    "Head of Engineering": "director",
    "Head of Marketing": "",
    "Staff Engineer": "staff-engineer",
    "Principal Software Engineer": "staff-engineer",
    "Senior Staff Engineer": "staff-engineer",
    "Solutions Architect": "architect",
    "Solutions Engineer": "solutions-engineer",
    "Sales Engineer": "sales-engineer",
    "Pre-sales consultant": "sales-engineer",
    "Developer Advocate": "devrel",
    "DevRel Manager": "devrel-manager",
    "Head of Developer Relations": "devrel-manager",
    "Product Owner": "product-manager",
    "Technical Program Manager": "program-manager",
    "TPM": "program-manager",
    "Scrum Master": "program-manager",
    "CTO": "cto",
    "CEO": "",
    "Co-founder": "founder",
    "CTO & co-founder": "cto",
    "DevOps Engineer": "devops-engineer",
    "Platform Engineer": "devops-engineer",
    "Platform Team Lead": "tech-lead",
    "Junior Developer": "junior-engineer",
    "Intern": "junior-engineer",
    "Graduate engineer": "junior-engineer",
    "Consultant": "consultant",
    "Senior Consultant": "consultant",
    "Freelance developer": "consultant",
    "QA Engineer": "software-engineer",
    "Data Scientist": "",
    "HR manager": "",
    "Account Manager": "",
    "Mechanical engineer": "",
    "Lead Developer": "tech-lead",
    "Tech Lead": "tech-lead",
    "Full-stack developer": "software-engineer",
    "Senior": "senior-engineer",
    "Junior": "junior-engineer",
    "Mid-level": "",
    "Manager": "",
    "Engineering director": "director",
    "Director of Engineering": "director",
    "Not a developer": "",
    "Software Engineer": "software-engineer",
    "Security specialist": "specialist",
    "Site Reliability Engineer": "site-reliability-engineer",
    "Software Engineer III": "software-engineer",
    "Senior Site Reliability Engineer": "site-reliability-engineer",
    "Project Manager": "program-manager",
    "Release wizard": "",
    "Other": "",
    "Business development": "",
    "Associate Software Engineer": "junior-engineer",
    "Head of Product": "",
    "Chief of Staff": "",
    "Chief Technology Officer": "cto",
    "internal tools developer": "software-engineer",
}


@pytest.mark.parametrize(("title", "role"), ROLES.items())
def test_roles_by_their_titles(title: str, role: str) -> None:
    assert guess_role(title) == role


def _draft(run: Run, source: Path, rows: list[list[str]]) -> tuple[SurveyMap, str, str]:
    """A survey of these rows: the map drafted for it, its source, and what was said."""
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    draft = source.with_suffix(".yaml")
    ran = run("survey", "map", str(source), "--output", str(draft))
    assert ran.status == 0
    return read_map(draft), draft.read_text(encoding="utf-8"), ran.err


def _frames(drafted: SurveyMap) -> dict[str, str]:
    return {t.column: t.frame for t in drafted.texts}


def _assess(run: Run, source: Path) -> tuple[list[dict[str, Any]], str]:
    """The results under the drafted map, and what was said."""
    out = source.with_suffix(".jsonl")
    ran = run("batch", str(source), "--survey", str(source.with_suffix(".yaml")), "-o", str(out))
    assert ran.status == 0, ran.err
    return read_lines(out), ran.err


def test_opposites_are_told_apart_from_draft_to_facts(run: Run, tmp_path: Path) -> None:
    header = ["id", "Please tell us what you dislike about your job", "Dislikes [First]", "What would you hate to lose?"]
    source = tmp_path / "in.csv"
    rows = [["r1", "mentoring, meetings", "standups", "code review"], ["r2", "on-call", "on-call", "mentoring"]]
    drafted, _, _ = _draft(run, source, [header, *rows, ["r3", "", "sales", "coding"]])
    assert _frames(drafted) == dict(zip(header[1:], ["dislikes", "dislikes", "likes"], strict=True))
    [first, second, _], _ = _assess(run, source)
    said = {(f["topic"], f["value"]) for f in first["facts"]}
    assert {("mentoring", "dislikes"), ("meetings", "dislikes"), ("code-review", "likes")} <= said
    assert {("reliability", "dislikes"), ("mentoring", "likes")} <= {(f["topic"], f["value"]) for f in second["facts"]}


def test_what_is_not_sure_is_said(run: Run, tmp_path: Path) -> None:
    rows = [["What would you change about your job?"], *([f"meetings, tools, {n}"] for n in range(5))]
    drafted, written, said = _draft(run, tmp_path / "in.csv", rows)
    assert list(_frames(drafted).values()) == ["free"]
    assert "# not sure:" in written
    assert said.startswith("1 question is drafted as free")


def test_surveymonkey(run: Run, tmp_path: Path) -> None:
    header = ["Respondent ID", "Email Address", "Your role?", "", "Which of these do you enjoy?", "", "What drains you?"]
    under = ["", "", "Response", "Other (please specify)", "Mentoring juniors", "Public speaking", "Open-Ended Response"]
    rows = [
        ["118423001", "kim@example.com", "Tech Lead", "", "Mentoring juniors", "", "meetings"],
        ["118423002", "al@example.com", "Other", "Wizard", "", "Public speaking", "budgets, on-call"],
        ["118423003", "bo@example.com", "Developer", "", "Mentoring juniors", "Public speaking", ""],
    ]
    source = tmp_path / "in.csv"
    drafted, written, _ = _draft(run, source, [header, under, *rows])
    assert (drafted.identity, drafted.skip_first) == ("Respondent ID", 1)
    expected = {"Which of these do you enjoy?": "likes", "column 6": "likes", "What drains you?": "dislikes"}
    assert _frames(drafted) == expected
    assert '#      "Wizard":' in written
    results, said = _assess(run, source)
    assert [r["id"] for r in results] == ["118423001", "118423002", "118423003"]
    assert "Column 'Your role?': 1 answer is not in the map, or cannot be right, and says nothing." in said


def test_typeform(run: Run, tmp_path: Path) -> None:
    header = [
        "#",
        "Hi! First, what do you do?",
        "Years of experience?",
        "Mentoring",
        "And what lights you up?",
        "Network ID",
    ]
    rows = [
        ["q8z2k1lmno3", "Backend developer", "7 years", "Mentoring", "helping a junior get it", "ab12cd34"],
        ["w9x8y7z6abc", "SRE", "since 2015", "", "debugging", "ff12cd34"],
        ["m1n2b3v4cde", "Team lead", "11-12 years", "Mentoring", "conference talks", "aa12cd34"],
    ]
    drafted, written, _ = _draft(run, tmp_path / "in.csv", [header, *rows])
    assert drafted.identity == "#"
    assert _frames(drafted) == {"And what lights you up?": "likes"}
    assert [dict(f.values or {}) for f in drafted.facts][1] == {"7 years": 7, "11-12 years": 11}
    assert '# "since 2015":' in written
    assert '#   "Mentoring"  # one choice of a question' in written


def test_a_table_of_a_personnel_office(run: Run, tmp_path: Path) -> None:
    header = ["PERSNO", "DEPT_NM", "JOB_TITLE", "YRS_EXP", "TENURE_YRS", "CO_SIZE", "DISLIKES_TXT", "MGR_NAME"]
    rows = [
        ["100231", "Core", "Sr. Software Eng.", "11", "3", "10.000+", "meetings", "M. Adams"],
        ["100232", "Core", "Developer", "2015", "1", "51-200", "on-call", "M. Adams"],
        ["100233", "Edge", "Dev Lead", "4", "5", "10.000+", "budgets", "P. Quill"],
        ["100234", "Edge", "Dev Lead", "9", "5", "0", "", "P. Quill"],
    ]
    source = tmp_path / "in.csv"
    drafted, written, _ = _draft(run, source, [header, *rows])
    assert drafted.identity == "PERSNO"
    assert drafted.groups == ("DEPT_NM",)
    assert {f.column: f.topic for f in drafted.facts} == {
        "JOB_TITLE": "current-role",
        "YRS_EXP": "years-experience",
        "CO_SIZE": "company-size",
    }
    assert '"2015"' in written
    results, said = _assess(run, source)
    facts = [{f["topic"]: f["value"] for f in r["facts"]} for r in results]
    assert [f.get("years-experience") for f in facts] == [11, None, 4, 9]
    assert [f.get("company-size") for f in facts] == ["large", "medium", "large", None]
    assert "Column 'YRS_EXP': 1 answer is" in said


def test_previews_are_left_out(run: Run, tmp_path: Path) -> None:
    rows = [
        ["Status", "ResponseId", "Q1"],
        ["Response Type", "Response ID", "What do you enjoy?"],
        [f'{{"ImportId":"{name}"}}' for name in ("status", "_recordId", "QID1_TEXT")],
        ["Survey Preview", "R_0", "a test of mine"],
        *[["IP Address", f"R_{n}", "mentoring, docs"] for n in range(1, 4)],
    ]
    source = tmp_path / "in.csv"
    drafted, written, _ = _draft(run, source, rows)
    assert "previews and spam" in written
    assert drafted.skip_first == 2
    results, said = _assess(run, source)
    assert [r["id"] for r in results] == ["R_1", "R_2", "R_3"]
    assert "3 more left out by the map" in said
    plain = run("batch", str(source), "-o", str(tmp_path / "plain.jsonl"))
    assert [r["id"] for r in read_lines(tmp_path / "plain.jsonl")] == ["R_1", "R_2", "R_3"]
    assert "previews and spam" in plain.err


def test_one_choice_a_column_is_drafted_for_a_yes(run: Run, tmp_path: Path) -> None:
    rows = [["What do you enjoy? [Mentoring]", "What drains you? [Other]"], ["Yes", "meetings"], ["No", "on-call, sales"]]
    drafted, written, _ = _draft(run, tmp_path / "in.csv", rows)
    assert _frames(drafted) == {"What drains you? [Other]": "dislikes"}
    assert '#    values: {"Yes": likes}' in written


def test_a_column_named_by_an_address_is_told_and_left_out(run: Run, tmp_path: Path) -> None:
    rows = [["id", "What do you like about kim@example.com?", "Likes"], ["a", "mentoring, docs", "coding"]]
    drafted, written, _ = _draft(run, tmp_path / "in.csv", rows)
    assert _frames(drafted) == {"Likes": "likes"}
    assert "kim@" not in written
    assert "rename the column" in written


def test_codes_are_no_numbers_of_people(run: Run, tmp_path: Path) -> None:
    header = ["Company size", "Years of experience", "What do you enjoy?", "Who do you enjoy working with?"]
    rows = [[str(n % 4 + 1), str(n % 5 + 1), f"mentoring, docs {n}", "Kim Berg"] for n in range(8)]
    drafted, written, _ = _draft(run, tmp_path / "in.csv", [header, *rows])
    assert [f.topic for f in drafted.facts] == ["years-experience"]
    assert '#  - column: "Company size"' in written
    assert "only small numbers" in written
    assert list(_frames(drafted)) == ["What do you enjoy?"]


def test_an_age_is_no_id_and_no_experience(run: Run, tmp_path: Path) -> None:
    rows = [["Age in years", "What do you enjoy?"], ["31", "mentoring, docs"], ["45", "coding"], ["52", "sales calls"]]
    drafted, _, _ = _draft(run, tmp_path / "in.csv", rows)
    assert drafted.identity == ""
    assert drafted.facts == ()


def test_roles_that_cannot_be_told_leave_a_map_that_works(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    rows = [["Job title", "What do you enjoy?"], ["Wizard", "mentoring, docs"], ["Bard", "coding"]]
    drafted, written, _ = _draft(run, source, rows)
    assert drafted.facts == ()
    assert '#  - column: "Job title"' in written
    _assess(run, source)


@pytest.mark.parametrize("cell", ["2015", "since 2015", "99", "-3"])
def test_years_that_cannot_be_right_are_told_and_give_no_fact(run: Run, tmp_path: Path, cell: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"id,good,years\na,mentoring,{cell}\nb,coding,7\n")
    source.with_suffix(".yaml").write_text(
        "id: id\ntexts: [{column: good, frame: likes}]\n"
        "structured: [{column: years, topic: years-experience, values: number}]\n"
    )
    [first, second], said = _assess(run, source)
    assert [f["topic"] for f in first["facts"]] == ["mentoring"]
    assert 7 in [f["value"] for f in second["facts"]]
    assert "Column 'years': 1 answer is not in the map, or cannot be right" in said


def test_a_map_with_years_that_cannot_be_right(run: Run, tmp_path: Path) -> None:
    source, mapped = tmp_path / "in.csv", tmp_path / "map.yaml"
    source.write_text("id,good,years\na,mentoring,long\n")
    mapped.write_text(
        "id: id\ntexts: [{column: good}]\nstructured: [{column: years, topic: years-experience, values: {long: 2015}}]\n"
    )
    ran = run("batch", str(source), "--survey", str(mapped), "-o", str(tmp_path / "out.jsonl"))
    assert ran.status == 1
    assert "2015 years" in ran.err
    assert ran.err.strip().count("\n") == 0


@pytest.mark.parametrize(
    ("phrase", "reason"), [("what (drains", "bracket"), ("(likes)?", "may be absent"), ("like [it]", "no meaning")]
)
def test_a_broken_phrase_names_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrase: str, reason: str) -> None:
    source = (ROOT / "kb" / "columns.yaml").read_text(encoding="utf-8")
    (tmp_path / "columns.yaml").write_text(source.replace("- magic wand\n", f"- '{phrase}'\n"), encoding="utf-8")
    monkeypatch.setenv("FINGERPOST_KB", str(tmp_path))
    with pytest.raises(KnowledgeError, match=rf"columns\.yaml.*{reason}"):
        load_headers()


def test_a_knowledge_base_without_columns_takes_the_packaged_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_KB", str(tmp_path))
    assert load_headers().finds("ids", "Response ID")
